import { css } from 'lit';

export const tasksStyles = css`
  .head {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: calc(var(--_space) * 2);
  }
  .head .title {
    margin: 0;
  }
  .whose {
    display: inline-flex;
    gap: var(--_space);
    margin: 0;
    padding: 0;
    border: 0;
  }
  .chip[aria-pressed='true'] {
    border-color: var(--_accent);
    background: color-mix(in srgb, var(--_accent) 12%, transparent);
  }
  form + section {
    margin-block-start: calc(var(--_space) * 4);
  }
  .late {
    color: var(--_bad);
  }
  li {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr) auto;
    align-items: center;
    min-block-size: 44px;
  }
  li + li {
    border-block-start: 1px solid var(--_border);
  }
  .check {
    display: grid;
    place-items: center;
    inline-size: 36px;
    block-size: 44px;
    margin-inline-start: calc(var(--_space) * -2);
    cursor: pointer;
  }
  .check input {
    inline-size: 18px;
    block-size: 18px;
    margin: 0;
    accent-color: var(--_accent);
    cursor: inherit;
  }
  .check input:disabled {
    cursor: default;
  }
  .item {
    display: grid;
    min-inline-size: 0;
    padding: calc(var(--_space) * 1.5) 0;
    border: 0;
    border-radius: calc(var(--_radius) - 2px);
    background: none;
    color: inherit;
    font: inherit;
    letter-spacing: inherit;
    text-align: start;
    cursor: pointer;
  }
  .item:hover .name {
    text-decoration: underline;
  }
  .name {
    overflow: hidden;
    font-weight: 500;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .about {
    overflow: hidden;
    color: var(--_muted);
    font-size: 0.929em;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .when {
    padding-inline-start: calc(var(--_space) * 3);
    text-align: end;
    white-space: nowrap;
  }
  .late {
    font-weight: 600;
  }
  form {
    display: flex;
    flex-wrap: wrap;
    gap: calc(var(--_space) * 2);
    margin-block-end: calc(var(--_space) * 3);
  }
  form .input:first-of-type {
    flex: 1 1 140px;
  }
  form .day {
    flex: 0 1 150px;
  }
  .done {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: calc(var(--_space) * 2);
    min-block-size: 36px;
    margin: 0 0 calc(var(--_space) * 2);
    color: var(--_muted);
  }
  .done span {
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }
  .fault {
    margin: 0 0 calc(var(--_space) * 2);
    color: var(--_bad);
  }
  .nothing {
    min-block-size: 88px;
  }
  .skeleton.line {
    inline-size: 60%;
  }
  .waiting li {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    align-content: center;
    gap: var(--_space);
    block-size: 53px;
  }
  .waiting .short {
    inline-size: 38%;
  }
  .more {
    color: var(--_muted);
  }
`;
