// Lint every document of a folder: `node eipw.cjs MODULE FOLDER`; fails where anything is found.
const { readdirSync } = require("node:fs");
const { join } = require("node:path");

const [module_, folder] = process.argv.slice(2);
const { lint, format } = require(module_);

lint(readdirSync(folder).map((name) => join(folder, name))).then((messages) => {
  messages.slice(0, 5).forEach((message) => console.log(message.formatted ?? format(message)));
  process.exitCode = messages.length ? 1 : 0;
});
