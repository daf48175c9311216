import { css } from 'lit';

export const velocityStyles = css`
  .headline {
    margin: 0 0 calc(var(--_space) * 3);
    font-size: 1.714em;
    font-weight: 600;
    line-height: 1.2;
    overflow-wrap: anywhere;
  }
  .skeleton.body {
    block-size: 200px;
  }
  .best th,
  .best td {
    font-weight: 600;
  }
`;
