const ABSOLUTE_FORM = /^[a-z][a-z\d+.-]*:\/\/[^/?#]*(.*)$/is;

/**
 * Path and query of a request target. A server has to take whole addresses, too (RFC 9112, section 3.2.2), and routers
 * keep what stands before the path: the redirects of a static folder would lead to whatever host a caller puts there.
 */
export function originForm(target: string): string {
  const rest = ABSOLUTE_FORM.exec(target)?.[1];
  if (rest === undefined) return target;
  return rest.startsWith('/') ? rest : `/${rest}`;
}
