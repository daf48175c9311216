import { css } from 'lit';

export const calibrationStyles = css`
  .diagonal {
    stroke: var(--_border-strong);
    stroke-dasharray: 4 3;
  }
  .whisker {
    stroke: var(--_accent);
    stroke-width: 1.5;
  }
  .dot {
    fill: var(--_accent);
    stroke: var(--_bg);
    stroke-width: 1.5;
  }
  .frame {
    fill: none;
    stroke: var(--_border);
  }
  .sides {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0 calc(var(--_space) * 8);
  }
  .scroll td.verdict,
  .scroll th.verdict {
    min-inline-size: 9em;
    text-align: start;
    white-space: normal;
  }
  @container (min-width: 760px) {
    .sides {
      grid-template-columns: 320px minmax(0, 1fr);
    }
    .sides h4 {
      margin-block-start: calc(var(--_space) * 2);
    }
  }
  .told .button,
  .verdict .button {
    min-block-size: 28px;
    margin-inline-start: calc(var(--_space) * 2);
    white-space: nowrap;
    padding-block: calc(var(--_space) * 0.5);
  }
  .verdict.tooHigh,
  .verdict.tooLow {
    color: var(--_warn);
  }
  .verdict.agrees {
    color: var(--_good);
  }
  @media (pointer: coarse) {
    .verdict .button {
      min-block-size: 44px;
    }
  }
  @media (forced-colors: active) {
    .diagonal,
    .frame {
      stroke: GrayText;
    }
    .whisker {
      stroke: CanvasText;
    }
    .dot {
      fill: CanvasText;
    }
  }
`;
