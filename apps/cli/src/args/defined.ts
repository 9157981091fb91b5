type Defined<T> = { readonly [Name in keyof T]?: Exclude<T[Name], undefined> };

/** The members that are not undefined: the packages reject an undefined rule instead of ignoring it. */
export function defined<T extends object>(members: T): Defined<T> {
  // Object.fromEntries forgets the names of members.
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Defined<T>;
}
