/** The oldest Node that the parts run on; `engines` in package.json says the same. */
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(
    `Callout needs Node 20.19 or newer, and this is Node ${process.versions.node}. ` +
      'Install a current Node from https://nodejs.org (or run "nvm install" in this folder) and try again.\n',
  );
  process.exit(1);
}
