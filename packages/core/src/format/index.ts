export type { DateStyle, FieldLook, Format, MoneyStyle, ValueContext } from './format.ts';
export { createFormat, UNKNOWN } from './format.ts';
export type { Noun, NounForms } from './words.ts';
