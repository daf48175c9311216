import type { Entity, FileRow, Rec } from '@sluice/core';

/** A row as text, to be put away. */
export const packRow = ({ line, draft, ownId, said, blanks, source }: FileRow): string =>
  JSON.stringify([
    line,
    draft,
    ownId,
    said.map(({ field, value, exact }) => [field.name, value, exact]),
    blanks.map(({ name }) => name),
    source,
  ]);

/** A row that was put away. */
export const unpackRow = (text: string, entity: Entity): FileRow => {
  const [line, draft, ownId, said, blanks, source] = JSON.parse(text) as [
    number,
    Rec,
    boolean,
    readonly [string, FileRow['said'][number]['value'], boolean][],
    readonly string[],
    readonly string[],
  ];
  return {
    line,
    draft,
    ownId,
    said: said.flatMap(([name, value, exact]) => {
      const field = entity.field(name);
      return field ? [{ field, value, exact }] : [];
    }),
    blanks: blanks.flatMap((name) => entity.field(name) ?? []),
    source,
  };
};
