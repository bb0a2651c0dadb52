/** The path that starts a sign-in and comes back to `returnTo`, a path of ours; by default to `/`. */
export function loginPath(returnTo?: string, prompt?: 'select_account'): string {
  const query = [
    prompt === undefined ? '' : `prompt=${prompt}`,
    returnTo === undefined || returnTo === '/' ? '' : `returnTo=${encodeURIComponent(returnTo).replaceAll('%2F', '/')}`,
  ].filter((part) => part !== '');
  return query.length === 0 ? '/login' : `/login?${query.join('&')}`;
}
