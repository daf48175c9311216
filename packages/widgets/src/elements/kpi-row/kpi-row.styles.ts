import { css } from 'lit';

export const kpiRowStyles = css`
  ul {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: calc(var(--_space) * 3);
    margin: 0;
    padding: 0;
    list-style: none;
  }
  li {
    display: grid;
    min-inline-size: 0;
  }
  @container (inline-size >= 440px) {
    ul {
      grid-template-columns: repeat(2, minmax(0, 1fr));
    }
    li:first-child:nth-last-child(odd) {
      grid-column: 1 / -1;
    }
  }
  @container (inline-size >= 760px) {
    ul {
      grid-template-columns: repeat(auto-fit, minmax(136px, 1fr));
    }
    li:first-child:nth-last-child(odd) {
      grid-column: auto;
    }
    li:first-child:not(:only-child) {
      grid-column: span 2;
    }
  }
`;
