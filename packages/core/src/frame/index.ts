export type { Frame, FrameOptions, GroupedRows, OrderKey } from './frame.ts';
export { buildFrame } from './build.ts';
export { groupRows } from './group.ts';
export { orderRows } from './order.ts';
export { restore, snapshot } from './snapshot.ts';
export { compareFolded, compareText } from './text-order.ts';
