import { choice } from './choice.ts';
import { date } from './date.ts';
import { email } from './email.ts';
import { flag } from './flag.ts';
import { instant } from './instant.ts';
import { json } from './json.ts';
import type { KindRules } from './kind.ts';
import { link } from './link.ts';
import { money } from './money.ts';
import { note } from './note.ts';
import { number } from './number.ts';
import type { Kind } from './options.ts';
import { percent } from './percent.ts';
import { phone } from './phone.ts';
import { stage } from './stage.ts';
import { tags } from './tags.ts';
import { text } from './text.ts';
import { url } from './url.ts';

export type { ColumnShape, FieldShape, Json, JsonSchema, KindRules, Path, StoreWord, Unit, Value } from './kind.ts';
export { type Label, labelIn, labelTexts } from './label.ts';
export { isId } from './link.ts';
export type { Common, CurrencyOf, FieldDef, Kind, Kinds, Option } from './options.ts';

/** The rules of every kind: adding a kind is one file, one line in `Kinds` and one line here. */
export const KINDS: Readonly<Record<Kind, KindRules>> = {
  text,
  note,
  email,
  phone,
  url,
  number,
  percent,
  money,
  date,
  instant,
  flag,
  choice,
  stage,
  tags,
  link,
  json,
};
