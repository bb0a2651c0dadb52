/** The path that starts a sign-in and comes back to `returnTo`, a path of ours. */
export function loginPath(returnTo?: string): string {
  return returnTo === undefined
    ? '/login'
    : `/login?returnTo=${encodeURIComponent(returnTo).replaceAll('%2F', '/')}`;
}
