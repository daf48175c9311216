// A part of its own: figures that are more than sums are asked for late, if at all.
import { decodeReckoned } from '@sluice/core';

export const readReckoned = decodeReckoned;
