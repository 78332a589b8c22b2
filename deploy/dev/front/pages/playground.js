/* global React, ReactDOM, GraphiQL, graphqlSse */

// What the editor shows at the first visit. Signing in gives a token for the headers editor.
const firstQuery = `# Blooming Blooms. Run the query below, or sign in and put the token into the headers, at the bottom left:
#   mutation { signIn(input: { email: "minji@bloom.test", password: "bloom-demo-1" }) { session { accessToken } userErrors { code message } } }
#   { "Authorization": "Bearer <accessToken>" }

query Home {
  products(first: 20) {
    totalCount
    nodes {
      id
      name
      price { amount currency }
      store { name }
    }
  }
}
`

const url = '/graphql'

/**
 * kindOf tells whether the operation that is to run is a query, a mutation or a subscription. It reads the text:
 * the document that GraphiQL hands over is that of a moment ago.
 */
function kindOf({ query, operationName }) {
  const { getOperationAST, parse } = GraphiQL.GraphQL
  try {
    return getOperationAST(parse(query), operationName)?.operation
  } catch {
    return undefined // the router says what is wrong with it
  }
}

/** ask sends a query or a mutation. */
async function ask(params, headers) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Accept: 'application/json', ...headers },
    body: JSON.stringify(params),
  })
  return response.json()
}

/** listen runs a subscription: GraphQL over SSE, a connection of its own for each. */
function listen(params, headers) {
  return graphqlSse.createClient({ url, headers, retryAttempts: 3 }).iterate(params)
}

function fetcher(params, options) {
  const headers = options?.headers ?? {}
  return kindOf(params) === 'subscription'
    ? listen(params, headers)
    : ask(params, headers)
}

ReactDOM.createRoot(document.getElementById('graphiql')).render(
  React.createElement(GraphiQL, {
    fetcher,
    defaultQuery: firstQuery,
    isHeadersEditorEnabled: true,
    defaultEditorToolsVisibility: 'headers',
    shouldPersistHeaders: false,
  }),
)
