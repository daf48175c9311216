/** Which column of a file is which field, from an attribute: `Montant HT=amount; Statut=stage`. */
export const columnsMap = (text: string | null): Readonly<Record<string, string>> => {
  const pairs = (text ?? '').split(/[;\n]/).flatMap((pair): (readonly [string, string])[] => {
    const at = pair.lastIndexOf('=');
    const column = pair.slice(0, Math.max(at, 0)).trim();
    const field = pair.slice(at + 1).trim();
    return column === '' || field === '' ? [] : [[column, field]];
  });
  return Object.fromEntries(pairs);
};
