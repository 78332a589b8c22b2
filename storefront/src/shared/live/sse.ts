// By name, so that only the client half of the package, and not its server half, is bundled.
export { createClient } from "graphql-sse";
