const HERE = /^(?:localhost|.*\.localhost|127(?:\.\d{1,3}){3}|\[::1\])$/i;

/** Returns whether only this machine can come by an address with that host. */
export function isOnlyHere(hostname: string): boolean {
  return HERE.test(hostname);
}
