// A plugin of TypeDoc. It names each page after its package, and leads a name of core that another package's comment mentions
// to core's page: TypeDoc by itself finds what a comment links to only where it is imported.
import { type Application, Converter, type DeclarationReflection } from 'typedoc';

export function load({ converter }: Application): void {
  converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    for (const module of project.children ?? [])
      module.name = module.name.replace(/^(\w+)\/src(\/node)?$/, '@countersign/$1$2');
  });
  converter.addUnknownSymbolResolver((reference, from) => {
    const name = reference.symbolReference?.path?.at(0)?.path;
    const core = from.project.children?.find((module) => module.name === '@countersign/core');
    const found = core?.children?.find((child: DeclarationReflection) => child.name === name);
    return (
      found && { target: `/reference/@countersign/core#${found.name.toLowerCase()}`, caption: found.name }
    );
  });
}
