import type { Field, Value } from '@sluice/core';
import type { TemplateResult } from 'lit';
import type { fieldMessages } from '../../locales/messages/field.ts';
import type { Say } from '../../locales/words.ts';

/** Draws the control of a link: a search among the records it may lead to. */
export interface Picker {
  readonly render: (control: Control) => TemplateResult;
}

/** What a control shows and whom it tells. */
export interface Control {
  readonly field: Field;
  readonly label: string;
  readonly text: string;
  readonly value: Value;
  readonly locale: string;
  readonly say: Say<typeof fieldMessages>;
  readonly required: boolean;
  readonly disabled: boolean;
  readonly wrong: boolean;
  /** What stands greyed in an empty control: the value it follows. */
  readonly placeholder: string;
  readonly picker: Picker;
  readonly oninput: (text: string) => void;
  readonly onchange: (text: string) => void;
  readonly onleave: () => void;
}
