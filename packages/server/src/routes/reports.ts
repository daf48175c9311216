import { issue, queryFromAddress } from '@sluice/core';
import type { Hono } from 'hono';
import { permitted, required } from '../auth/session.ts';
import { makeReport, type ReportName, REPORTS } from '../reports/make.ts';
import { pdfFile } from '../reports/pdf.ts';
import type { Ask, Env, Tenants } from './context.ts';
import { badQuestion, refuse, UNKNOWN_SENDER } from './problem.ts';
import { keptBack, sourceOf } from './records.ts';

/** Parameters that are about the report; the others say which records. */
const OWN = ['locale', 'quota', 'entity'];
const LOCALE = /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/;

const report = async (c: Ask, name: ReportName, tenants: Tenants, now: () => number) => {
  const session = required(c);
  const source = await sourceOf(c, tenants, session);
  const tenant = (await tenants.tenancyOf(session)) ?? refuse(UNKNOWN_SENDER);
  const { locale = 'en', quota, entity: named } = c.req.query();
  const { model } = source;
  const entity =
    (named === undefined ? (model.entities.find((one) => one.stage) ?? model.entities[0]) : model.find(named)) ??
    refuse(badQuestion([issue('no_such_entity', ['entity'], { received: named ?? '' })]));
  permitted(c, 'read', entity.name);
  const bad = (field: string, received: string, expected: string) =>
    refuse(badQuestion([issue('bad_query', [field], { received, expected })]));
  if (!LOCALE.test(locale)) return bad('locale', locale, 'a language, for example fr');
  const aim = quota === undefined ? undefined : Number(quota);
  if (aim !== undefined && !(aim > 0 && aim < 1e13)) return bad('quota', quota ?? '', 'an amount above 0');
  const words = new URL(c.req.url).searchParams;
  for (const own of OWN) words.delete(own);
  const query = queryFromAddress(words, entity.name);
  if (!query.ok) return refuse(badQuestion(keptBack(entity, query.issues)));
  const { filters, where, search, asOf } = query.value;
  const made = await makeReport({
    name,
    source,
    entity,
    selection: {
      ...(filters ? { filters } : {}),
      ...(where === undefined ? {} : { where }),
      ...(search === undefined ? {} : { search }),
      ...(asOf === undefined ? {} : { asOf }),
    },
    locale,
    quota: aim,
    tenant,
  });
  if (!made.ok) return refuse(badQuestion(keptBack(entity, made.issues)));
  return c.body(await pdfFile(made.value, new Date(now()).toISOString()), 200, {
    'Content-Type': 'application/pdf',
    'Content-Disposition': `attachment; filename="${name}-${tenant.today}.pdf"`,
  });
};

/** `/reports/dashboard.pdf` and `/reports/board.pdf`: what the filters of the address let in, as a PDF. */
export const reportRoutes = (app: Hono<Env>, tenants: Tenants & { readonly now: () => number }): void => {
  for (const name of REPORTS) app.get(`/reports/${name}.pdf`, (c) => report(c, name, tenants, tenants.now));
};
