/** A token in the address would be in the log of whoever answers; on /ws it becomes the header it stands for. */
export function withoutToken(
  path: string,
  authorization: string | undefined,
): { readonly path: string; readonly authorization: string | undefined } {
  if (!path.startsWith('/ws/')) return { path, authorization };
  const url = new URL(path, 'http://local.invalid');
  const token = url.searchParams.get('token');
  if (token === null) return { path, authorization };
  url.searchParams.delete('token');
  return { path: `${url.pathname}${url.search}`, authorization: authorization ?? `Bearer ${token}` };
}
