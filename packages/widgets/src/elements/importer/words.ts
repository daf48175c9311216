import { importPlanMessages } from '../../locales/messages/import-plan.ts';
import { importerMessages } from '../../locales/messages/importer.ts';

/** What the importer says: of a file while it is understood, and of the plan and what became of it. */
export const importerWords = { ...importerMessages, ...importPlanMessages } as const;
