import { resolveModel } from '@sluice/core';
import { importFile, type ImportFile, type ImportGround, readImport } from '../sources/import-reading.ts';
import type { Looked, LookRequest } from './protocol.ts';

let kept: { readonly file: ImportFile; readonly ground: ImportGround } | null = null;

/** Looks into a file that is to be imported, as a wish has it; null for what cannot be looked into here: the page does it then. */
export const lookInto = ({ file, wish, moment, at, existing }: LookRequest): Looked | null => {
  if (file) {
    const model = resolveModel(file.blueprint, { overlays: file.overlays });
    const entity = model.ok ? model.value.find(file.entity) : undefined;
    if (!model.ok || !entity) return null;
    kept = { file: importFile(file.content, entity, model.value), ground: { entity, model: model.value } };
  }
  if (!kept) return null;
  const read = readImport(kept.file, wish, { ...kept.ground, moment, at, ...(existing ? { existing } : {}) });
  return file ? { read, file: kept.file } : { read };
};
