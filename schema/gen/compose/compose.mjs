// Composes the subgraphs' SDL, given as {name, url, sdl}[] on standard input, and answers
// {supergraph, api} on standard output. Run by schema/gen; the composer lives in npm only.
import { composeServices, compositionHasErrors } from '@theguild/federation-composition';
import { parse } from 'graphql';
import { readFileSync } from 'node:fs';

const subgraphs = JSON.parse(readFileSync(0, 'utf8'));
const result = composeServices(
  subgraphs.map(({ name, url, sdl }) => ({ name, url, typeDefs: parse(sdl) })),
);
if (compositionHasErrors(result)) {
  for (const error of result.errors) console.error(error.message);
  process.exit(1);
}
process.stdout.write(JSON.stringify({ supergraph: result.supergraphSdl, api: result.publicSdl }));
