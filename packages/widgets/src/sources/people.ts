import type { Answered, Asking } from './answered.ts';
import { isObject, unreadableError } from './failure.ts';

/** Somebody who belongs to a tenant, or is invited to. */
export interface Member {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly role: string;
  readonly ownRecords: boolean;
  readonly disabled: boolean;
  /** No member yet: an invitation that is open. */
  readonly invited: boolean;
  /** ISO instants; null where it never was. */
  readonly lastSeen: string | null;
  readonly expires: string | null;
  readonly you: boolean;
}

/** A role that people may have. */
export interface RoleName {
  readonly name: string;
  readonly label: string;
}

/** A link that lets somebody in once. */
export interface Invitation {
  readonly link: string;
  /** ISO instant */
  readonly expires: string;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const maybe = (value: unknown): string | null => (typeof value === 'string' ? value : null);

const itemsIn = (json: unknown): readonly Readonly<Record<string, unknown>>[] => {
  const items = isObject(json) ? json['items'] : null;
  if (!Array.isArray(items)) throw unreadableError('What came back is not a list.');
  return items.filter(isObject);
};

const memberIn = (one: Readonly<Record<string, unknown>>): Member => ({
  id: text(one['id']),
  email: text(one['email']),
  name: text(one['name']),
  role: text(one['role']),
  ownRecords: one['ownRecords'] === true,
  disabled: one['disabled'] === true,
  invited: one['invited'] === true,
  lastSeen: maybe(one['lastSeen']),
  expires: maybe(one['expires']),
  you: one['you'] === true,
});

/** Who belongs to the tenant. */
export const peopleFrom = (ask: Asking): Promise<Answered<readonly Member[]>> =>
  ask('get', 'people', ({ json }) => itemsIn(json).map(memberIn));

/** The roles that the tenant knows. */
export const rolesFrom = (ask: Asking): Promise<Answered<readonly RoleName[]>> =>
  ask('get', 'roles', ({ json }) =>
    itemsIn(json).map((one) => ({ name: text(one['name']), label: text(one['label']) || text(one['name']) })),
  );

/** Makes a link that lets somebody in. */
export const invite = (
  ask: Asking,
  form: { readonly email: string; readonly role: string; readonly ownRecords: boolean },
): Promise<Answered<Invitation>> =>
  ask(
    'post',
    'people',
    ({ json }) => ({
      link: isObject(json) ? text(json['link']) : '',
      expires: isObject(json) ? text(json['expires']) : '',
    }),
    { json: form },
  );

/** Changes what somebody may do; effective at once. */
export const changeMember = (
  ask: Asking,
  id: string,
  change: Partial<Pick<Member, 'role' | 'ownRecords' | 'disabled'>>,
): Promise<Answered<Member>> =>
  ask('patch', `people/${encodeURIComponent(id)}`, ({ json }) => memberIn(isObject(json) ? json : {}), {
    json: change,
  });

/** Takes somebody out of the tenant, or an invitation back. */
export const removeMember = (ask: Asking, id: string): Promise<Answered<null>> =>
  ask('delete', `people/${encodeURIComponent(id)}`, () => null);
