/** What somebody may do: a viewer reads, an editor writes too, an owner is whoever runs the tenant. */
export const ROLES = ['viewer', 'editor', 'owner'] as const;
export type Role = (typeof ROLES)[number];

/** Whether a word is a role. */
export const isRole = (word: unknown): word is Role => ROLES.some((role) => role === word);

/** Whether a role may write. */
export const roleCanWrite = (role: Role): boolean => role !== 'viewer';
