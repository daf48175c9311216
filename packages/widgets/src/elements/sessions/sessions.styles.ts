import { css } from 'lit';

export const sessionsStyles = css`
  .foot {
    justify-self: start;
  }
`;
