import { css } from 'lit';

/** Grey shapes in the place and size of what is coming: `.skeleton` on any box; it says nothing to a screen reader by itself. */
export const skeletonStyles = css`
  .skeleton {
    border-radius: calc(var(--_radius) / 2);
    background: color-mix(in srgb, var(--_fg) 9%, var(--_bg));
    color: transparent;
    user-select: none;
  }
  .skeleton.line {
    block-size: 1em;
    margin-block: 0.225em;
  }
  @media (prefers-reduced-motion: no-preference) {
    .skeleton {
      animation: breathe 1.6s ease-in-out infinite alternate;
    }
    @keyframes breathe {
      from {
        opacity: 1;
      }
      to {
        opacity: 0.55;
      }
    }
  }
  @media (forced-colors: active) {
    .skeleton {
      border: 1px solid GrayText;
    }
  }
`;
