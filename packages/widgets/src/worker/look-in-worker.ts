import type { Entity, Intake, IntakeOptions, Model, Moment } from '@sluice/core';
import type { Content } from '../sources/content.ts';
import { importFile, type ImportFile, readImport } from '../sources/import-reading.ts';
import type { ImportWish } from '../sources/import-session.ts';
import type { Looked, LookRequest } from './protocol.ts';
import type { Started } from './started.ts';
import { startWorker } from './start-worker.ts';

/** Files up to this size are read in the page: starting a worker takes longer than reading them. */
const SMALL = 100_000;

/** What a file is read for. */
export interface Looking {
  readonly wish: ImportWish;
  readonly moment: Moment;
  /** The ISO instant it is. */
  readonly at: string;
  readonly existing?: NonNullable<IntakeOptions['existing']>;
}

/** A file that is to be imported, read as often as wanted: in a worker, which keeps it, where it is large and the page may have one. */
export interface FileReader {
  read(looking: Looking): Promise<{ readonly file: ImportFile; readonly read: Intake }>;
  /** Lets go of the worker; the next reading is done in the page. */
  end(): void;
}

/** Null when the worker could not answer: the page reads then. */
const asked = (worker: Worker, request: LookRequest): Promise<Looked | null> =>
  new Promise((resolve) => {
    const leave = new AbortController();
    const done = (answer: Looked | null): void => {
      leave.abort();
      resolve(answer);
    };
    const { signal } = leave;
    worker.addEventListener('message', (event: MessageEvent<Looked | null>) => done(event.data), { signal });
    // the policy of the page speaks after the worker was made
    const failed = (event: Event): void => {
      event.preventDefault();
      done(null);
    };
    worker.addEventListener('error', failed, { signal });
    worker.addEventListener('messageerror', failed, { signal });
    worker.postMessage(request, []);
  });

/** A reader of one file. */
export const fileReader = (content: Content, entity: Entity, model: Model): FileReader => {
  const { origin } = model;
  let started: Started | null = origin && content.bytes.byteLength > SMALL ? startWorker() : null;
  let file: ImportFile | null = null;
  const end = (): void => {
    started?.end();
    started = null;
  };
  const there = async (looking: Looking): Promise<Looked | null> => {
    if (!started || !origin) return null;
    const telling = file ? {} : { file: { content, ...origin, entity: entity.name } };
    const { wish, moment, at, existing } = looking;
    const answer = await asked(started.worker, { ...telling, wish, moment, at, ...(existing ? { existing } : {}) });
    if (!answer) end();
    return answer;
  };
  return {
    read: async (looking) => {
      const answer = await there(looking);
      file ??= answer?.file ?? importFile(content, entity, model);
      const { wish, ...rest } = looking;
      return { file, read: answer?.read ?? readImport(file, wish, { entity, model, ...rest }) };
    },
    end,
  };
};
