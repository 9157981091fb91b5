// Writes packages/*/*.api.md: each package's public API as one reviewable text. A change of API shows in a diff;
// a test compares them, and fails when a report is missing or not up to date.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Extractor, ExtractorConfig, ExtractorLogLevel } from '@microsoft/api-extractor';
import { temporaryFolder } from './temporary.ts';
import { publishedPackages, root } from './workspace.ts';

/** The entry points of a package that have types, as pairs of a report's name and the declaration file. */
function entryPoints(
  name: string,
  exports: Readonly<Record<string, unknown>>,
): readonly { report: string; types: string }[] {
  return Object.entries(exports).flatMap(([subpath, target]) => {
    if (typeof target !== 'object' || target === null || !('types' in target)) return [];
    const suffix = subpath === '.' ? '' : `-${subpath.slice(2).replaceAll('/', '-')}`;
    return [{ report: `${name}${suffix}`, types: String(target.types) }];
  });
}

/**
 * Compares every package's declarations with its report, and rewrites the reports unless `checkOnly`.
 *
 * @returns the reports that were not up to date, relative to the workspace's root
 */
export function apiReports(
  options: { readonly checkOnly: boolean },
  workspace: string = root,
): readonly string[] {
  const stale: string[] = [];
  for (const { folder, directory, manifest } of publishedPackages(workspace)) {
    for (const { report, types } of entryPoints(manifest.name.replace(/^.*\//, ''), manifest.exports ?? {})) {
      const path = `${directory}/${report}.api.md`;
      // The extractor writes a missing report even if it should only compare.
      if (options.checkOnly && !existsSync(join(folder, `${report}.api.md`))) {
        stale.push(path);
        continue;
      }
      const config = ExtractorConfig.prepare({
        configObjectFullPath: undefined,
        packageJsonFullPath: join(folder, 'package.json'),
        configObject: {
          projectFolder: folder,
          newlineKind: 'lf',
          mainEntryPointFilePath: join(folder, types),
          compiler: {
            overrideTsconfig: {
              compilerOptions: { target: 'es2022', module: 'nodenext', types: ['node'], skipLibCheck: true },
            },
          },
          apiReport: {
            enabled: true,
            reportFileName: report,
            reportFolder: folder,
            reportTempFolder: temporaryFolder('api'),
          },
          docModel: { enabled: false },
          dtsRollup: { enabled: false },
          tsdocMetadata: { enabled: false },
          messages: { extractorMessageReporting: { default: { logLevel: ExtractorLogLevel.None } } },
        },
      });
      const result = Extractor.invoke(config, {
        localBuild: !options.checkOnly,
        messageCallback: (message) => {
          message.handled = true;
        },
      });
      if (result.apiReportChanged) stale.push(path);
    }
  }
  return stale;
}

if (import.meta.main) {
  for (const report of apiReports({ checkOnly: false })) process.stdout.write(`wrote ${report}\n`);
}
