export interface Migrated {
  readonly code: string;
  readonly manual: readonly { readonly line: number; readonly text: string }[];
}

export function migrate(library: string, programs: readonly string[]): readonly Migrated[];
