// What a filter opens: loaded when the first one is opened.
export { dateBounds, numberBounds } from './bounds.ts';
export { choicesOf, FINDING, found } from './choices.ts';
export { panelStyles as partStyles } from './panel.styles.ts';
export { afterPress, isRange, quickRanges } from './ranges.ts';
export { valueList } from './values.ts';
