// A plugin of TypeDoc. It names each page after its package, and links a name in a comment to the page that documents it.
// TypeDoc itself finds a name only where it is imported.
import { type Application, Converter, type DeclarationReflection } from 'typedoc';

export function load({ converter }: Application): void {
  converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    for (const module of project.children ?? [])
      module.name = module.name.replace(/^(\w+)\/src(\/\w+)?$/, '@countersign/$1$2');
  });
  converter.addUnknownSymbolResolver((reference, from) => {
    const name = reference.symbolReference?.path?.at(0)?.path;
    for (const module of from.project.children ?? []) {
      const found = module.children?.find((child: DeclarationReflection) => child.name === name);
      if (found)
        return { target: `/reference/${module.name}#${found.name.toLowerCase()}`, caption: found.name };
    }
    return undefined;
  });
}
