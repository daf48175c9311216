import { css } from 'lit';

export const foundStyles = css`
  .group + .group {
    margin-block-start: calc(var(--_space) * 2);
  }
  .heading {
    display: flex;
    justify-content: space-between;
    gap: calc(var(--_space) * 2);
    padding: var(--_space) calc(var(--_space) * 2);
    color: var(--_muted);
    font-size: 0.857em;
    font-weight: 600;
  }
  .rest {
    font-weight: 400;
  }
  .hit {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: 0 calc(var(--_space) * 2);
    padding: calc(var(--_space) * 1.5) calc(var(--_space) * 2);
    border-radius: calc(var(--_radius) - 2px);
    cursor: pointer;
  }
  .hit:hover,
  .hit[aria-selected='true'] {
    background: var(--_surface);
  }
  .hit[aria-selected='true'] {
    outline: 2px solid var(--_accent);
    outline-offset: -2px;
  }
  .hit .name {
    overflow: hidden;
    font-weight: 500;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .near {
    color: var(--_muted);
    font-size: 0.857em;
  }
  .where {
    grid-column: 1 / -1;
    overflow: hidden;
    color: var(--_muted);
    font-size: 0.929em;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .field::after {
    content: ' · ';
  }
  .hit[aria-selected='true'] :is(.near, .where) {
    color: var(--_fg);
  }
  mark {
    background: color-mix(in srgb, var(--_accent) 14%, transparent);
    color: var(--_fg);
    font-weight: 600;
  }
  .none {
    margin: 0;
    padding: calc(var(--_space) * 2);
    color: var(--_muted);
  }
`;
