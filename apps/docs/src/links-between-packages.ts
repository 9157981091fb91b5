// A plugin of TypeDoc, which finds what a comment links to only where it is imported: a name of core that another package's
// comment mentions leads to core's page.
import { type Application, type DeclarationReflection, ReflectionKind } from 'typedoc';

export function load({ converter }: Application): void {
  converter.addUnknownSymbolResolver((reference, from) => {
    const name = reference.symbolReference?.path?.at(0)?.path;
    const core = from.project.children?.find((module) => module.name.startsWith('core/'));
    const found = core?.children?.find((child: DeclarationReflection) => child.name === name);
    if (!found || found.kindOf(ReflectionKind.Reference)) return undefined;
    return { target: `/reference/core/#${found.name.toLowerCase()}`, caption: found.name };
  });
}
