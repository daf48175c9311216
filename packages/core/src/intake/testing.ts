import fc from 'fast-check';
import { crm } from '../blueprints/index.ts';
import { type Entity, type Model, resolveModel } from '../model/index.ts';
import { newId } from '../records/index.ts';
import { intake } from './intake.ts';
import type { Intake, IntakeOptions } from './outcome.ts';

declare const TextEncoder: new () => { encode(text: string): Uint8Array };
declare const process: {
  cwd(): string;
  getBuiltinModule(name: 'node:fs'): { existsSync(path: string): boolean; readFileSync(path: string): Uint8Array };
};

/** The bytes of a text in UTF-8. */
export function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** A file of the reference data that lies beside the repository, or null where that is not so: tests skip and say it. */
export function sharedFile(path: string): Uint8Array | null {
  const { existsSync, readFileSync } = process.getBuiltinModule('node:fs');
  const place = `${process.cwd()}/../shared/data/${path}`;
  return existsSync(place) ? readFileSync(place) : null;
}

let resolved: Model | undefined;

/** The model of every blueprint, resolved once. */
export function crmModel(): Model {
  resolved ??= resolveCrm();
  return resolved;
}

function resolveCrm(): Model {
  const model = resolveModel(crm);
  if (!model.ok) throw new Error(JSON.stringify(model.issues));
  return model.value;
}

/** An entity of that model. */
export function entityOf(model: Model, name: string): Entity {
  const entity = model.find(name);
  if (entity === undefined) throw new Error(`no entity ${name}`);
  return entity;
}

/** Identifiers in order. */
export function counter(): () => string {
  let made = 0;
  return () => newId(1_738_713_600_000, () => [0, 0, made++]);
}

/** Takes in a text or the bytes of a file as deals on 5 February 2025. */
export function take(file: string | Uint8Array, options: Partial<IntakeOptions> = {}): Intake {
  const content = typeof file === 'string' ? bytes(file) : file;
  return intake(content, { model: crmModel(), entity: 'deal', today: '2025-02-05', id: counter(), ...options });
}

/** Good files that were spoiled: cut, overwritten with pieces that mean something, repeated, with bytes that fell over. */
export function spoiled(files: readonly string[], pieces: readonly string[]): fc.Arbitrary<Uint8Array> {
  const cut = fc.record({
    at: fc.nat(),
    take: fc.nat({ max: 9 }),
    put: fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 5 })),
  });
  return fc
    .record({
      from: fc.constantFrom(...files),
      cuts: fc.array(cut, { minLength: 1, maxLength: 6 }),
      holes: fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { maxLength: 3 }),
      times: fc.integer({ min: 1, max: 4 }),
    })
    .map(({ from, cuts, holes, times }) => {
      const text = cuts.reduce((whole, { at, take: gone, put }) => {
        const place = at % (whole.length + 1);
        return whole.slice(0, place) + put + whole.slice(place + gone);
      }, from.repeat(times));
      const file = bytes(text);
      for (const [at, byte] of holes) file[at % file.length] = byte;
      return file;
    });
}
