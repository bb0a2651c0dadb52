import type { Case, Group } from './case.js';
import { coldGroup } from './cold.js';
import { habitsGroup } from './habits.js';
import { tokenOutageGroup, tokenRefusalGroup } from './token.js';
import { rolloverGroup, warmGroup } from './warm.js';

/** Every row, in the order of the page. */
export const GROUPS: readonly Group[] = [
  coldGroup,
  warmGroup,
  rolloverGroup,
  tokenOutageGroup,
  tokenRefusalGroup,
  habitsGroup,
];

/** Names a row: `cold/discovery-html`. */
export function idOf(group: Pick<Group, 'key'>, { name }: Pick<Case, 'name'>): string {
  return `${group.key}/${name.replaceAll('`', '')}`;
}

/** The groups with the rows whose id contains the text; groups without any are left out. */
export function rowsWith(text: string, groups: readonly Group[] = GROUPS): Group[] {
  return groups
    .map((group) => ({ ...group, cases: group.cases.filter((row) => idOf(group, row).includes(text)) }))
    .filter(({ cases }) => cases.length > 0);
}
