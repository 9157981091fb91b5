import type { Manifest } from './workspace.ts';

/** The archive of the command that Homebrew installs. */
interface Archive {
  readonly file: string;
  /** Hexadecimal. */
  readonly sha256: string;
}

/** The formula with which Homebrew installs the command from the archive of a release. */
export function homebrewFormula(manifest: Manifest, { file, sha256 }: Archive): string {
  const { name, version, description = '', license = '', repository } = manifest;
  const home = repository?.url.replace(/^git\+|\.git$/g, '') ?? '';
  const tag = encodeURIComponent(`${name}@${version}`);
  return `class Countersign < Formula
  desc ${quoted(description.replace(/\.$/, ''))}
  homepage ${quoted(home)}
  url ${quoted(`${home}/releases/download/${tag}/${file}`)}
  version ${quoted(version)}
  sha256 ${quoted(sha256)}
  license ${quoted(license)}

  depends_on "node"

  def install
    system "npm", "install", *std_npm_args
    bin.install_symlink libexec.glob("bin/*")
    man1.install_symlink libexec.glob("lib/node_modules/${name}/dist/*.1")
    generate_completions_from_executable(bin/"countersign", "completion")
  end

  test do
    digest = "10d561fa94a89a25ea0c7aa47708bdb353bbb062a17820292cd905a3a60d6783"
    assert_match digest, shell_output("#{bin}/countersign hash --text 'Hash me now!'")
  end
end
`;
}

/** A Ruby string that contains the text as it is. */
function quoted(text: string): string {
  return `"${text.replace(/["\\#]/g, '\\$&')}"`;
}
