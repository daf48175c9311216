import { css } from 'lit';

/** Things to do by when they are due: groups with a heading and how many there are, what is overdue in red, lists without bullets. */
export const agendaStyles = css`
  .head {
    margin-block-end: calc(var(--_space) * 3);
  }
  section + section,
  .problem + section {
    margin-block-start: calc(var(--_space) * 4);
  }
  h4 {
    display: flex;
    align-items: baseline;
    gap: calc(var(--_space) * 2);
    margin: 0 0 calc(var(--_space) * 1);
    font-size: 0.929em;
    font-weight: 600;
  }
  h4 .total {
    color: var(--_muted);
    font-weight: 400;
  }
  .overdue h4 {
    color: var(--_bad);
  }
  ul {
    margin: 0;
    padding: 0;
    list-style: none;
  }
`;
