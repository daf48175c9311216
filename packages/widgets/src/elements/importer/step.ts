import type { TemplateResult } from 'lit';
import { renderDrop } from './drop.ts';
import { renderMapping } from './mapping.ts';
import { renderPlan } from './plan.ts';
import { renderFailed, renderResult, renderWriting } from './result.ts';
import { renderSettle } from './settle.ts';
import { renderUndo, renderUndone } from './undo.ts';
import { renderUnderstood } from './understand.ts';
import type { View } from './view.ts';

/** What a reader sees of an import, as it stands. */
export function renderStep(view: View): TemplateResult {
  switch (view.flow.step) {
    case 'drop':
      return renderDrop(view);
    case 'understand':
      return renderUnderstood(view);
    case 'mapping':
      return renderMapping(view);
    case 'settle':
      return renderSettle(view);
    case 'plan':
      return renderPlan(view);
    case 'write':
      return renderWriting(view);
    case 'result':
      return renderResult(view);
    case 'undo':
      return renderUndo(view);
    case 'undone':
      return renderUndone(view);
    case 'failed':
      return renderFailed(view);
  }
}
