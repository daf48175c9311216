import { css } from 'lit';

export const jobsStyles = css`
  h3:focus {
    outline: none;
  }
  .count {
    color: var(--_muted);
    font-weight: 500;
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: calc(var(--_space) * 2);
  }
  .note.bad {
    color: var(--_bad);
  }
`;
