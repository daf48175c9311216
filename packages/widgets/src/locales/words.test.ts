import { describe, expect, it } from 'vitest';
import { ageingMessages } from './messages/ageing.ts';
import { boardMessages } from './messages/board.ts';
import { calibrationMessages } from './messages/calibration.ts';
import { barsMessages, chartMessages, funnelMessages, sparklineMessages } from './messages/chart.ts';
import { deadlinesMessages } from './messages/deadlines.ts';
import { dialogMessages } from './messages/dialog.ts';
import { exporterMessages } from './messages/exporter.ts';
import { fieldMessages } from './messages/field.ts';
import { forecastMessages } from './messages/forecast.ts';
import { importerMessages } from './messages/importer.ts';
import { intelligenceMessages } from './messages/intelligence.ts';
import { issueMessages } from './messages/issues.ts';
import { donutMessages, leaderboardMessages, trendMessages } from './messages/leaderboard.ts';
import { pageChartMessages } from './messages/page-chart.ts';
import { recordMessages } from './messages/record.ts';
import { searchMessages } from './messages/search.ts';
import { tableMessages } from './messages/table.ts';
import { tasksMessages } from './messages/tasks.ts';
import { timelineMessages } from './messages/timeline.ts';
import { velocityMessages } from './messages/velocity.ts';
import { waterfallMessages } from './messages/waterfall.ts';
import { whatIfMessages } from './messages/what-if.ts';
import { type Language, languageOf, type Messages, sayIn } from './words.ts';

const catalogues: Readonly<Record<string, Messages>> = {
  barsMessages,
  boardMessages,
  chartMessages,
  funnelMessages,
  sparklineMessages,
  deadlinesMessages,
  dialogMessages,
  exporterMessages,
  fieldMessages,
  importerMessages,
  issueMessages,
  recordMessages,
  searchMessages,
  tableMessages,
  tasksMessages,
  timelineMessages,
  ageingMessages,
  calibrationMessages,
  forecastMessages,
  intelligenceMessages,
  donutMessages,
  leaderboardMessages,
  trendMessages,
  pageChartMessages,
  velocityMessages,
  waterfallMessages,
  whatIfMessages,
};
const languages: readonly Language[] = ['en', 'fr', 'ru', 'he'];
const placesOf = (text: string): readonly string[] =>
  [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '').sort();

describe('sentences', () => {
  it.each([
    ['en', 1, '1 day late'],
    ['en', 4, '4 days late'],
    ['fr', 1, '1 jour de retard'],
    ['ru', 1, 'опоздание 1 день'],
    ['ru', 3, 'опоздание 3 дня'],
    ['ru', 11, 'опоздание 11 дней'],
    ['he', 2, 'איחור של יומיים'],
  ])('counts days in %s: %d', (locale, count, expected) => {
    expect(sayIn(deadlinesMessages, locale)('late', { count })).toBe(expected);
  });

  it('writes large numbers as the language does', () => {
    expect(sayIn(tableMessages, 'fr')('selected', { count: 8800 })).toBe('8\u202f800 sélectionnées');
  });

  it('speaks English where it does not know the language, and Hebrew to the old code', () => {
    expect(languageOf('pt-BR')).toBe('en');
    expect(languageOf('iw-IL')).toBe('he');
  });

  it.each(Object.keys(catalogues))('%s has the same places in every language', (name) => {
    for (const [key, message] of Object.entries(catalogues[name] ?? {})) {
      const wanted = placesOf(typeof message.en === 'string' ? message.en : message.en.other);
      for (const language of languages) {
        const text = message[language];
        expect([name, key, language, placesOf(typeof text === 'string' ? text : text.other)]).toEqual([
          name,
          key,
          language,
          wanted,
        ]);
        expect(typeof text === 'string' ? text : text.other).not.toBe('');
      }
    }
  });
});
