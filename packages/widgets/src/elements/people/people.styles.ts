import { css } from 'lit';

export const peopleStyles = css`
  li {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: calc(var(--_space) * 2) calc(var(--_space) * 4);
  }
  .who {
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }
  .doing {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: calc(var(--_space) * 2);
  }
  form {
    padding-block-start: calc(var(--_space) * 3);
    border-block-start: 1px solid var(--_border);
  }
  .link {
    display: flex;
    gap: calc(var(--_space) * 2);
  }
  .link .input {
    flex: 1;
  }
  @container (min-width: 720px) {
    li {
      grid-template-columns: minmax(0, 1fr) auto;
      align-items: center;
    }
  }
`;
