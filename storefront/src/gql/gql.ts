/* eslint-disable */
import * as types from './graphql';



/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
    "\n  mutation RefreshSession($refreshToken: String!) {\n    refreshSession(refreshToken: $refreshToken) {\n      session {\n        accessToken\n        accessTokenExpiresAt\n        refreshToken\n      }\n      userErrors {\n        code\n      }\n    }\n  }\n": typeof types.RefreshSessionDocument,
    "\n  mutation SignOut($refreshToken: String!) {\n    signOut(refreshToken: $refreshToken) {\n      done\n    }\n  }\n": typeof types.SignOutDocument,
    "\n  fragment SlotTime on Slot {\n    id\n    start\n    end\n    remaining\n  }\n": typeof types.SlotTimeFragmentDoc,
    "\n  query StoreWeek($id: ID!, $method: FulfilmentMethod!, $d0: Date!, $d1: Date!, $d2: Date!, $d3: Date!, $d4: Date!, $d5: Date!, $d6: Date!) {\n    store(id: $id) {\n      id\n      d0: slots(method: $method, date: $d0) {\n        ...SlotTime\n      }\n      d1: slots(method: $method, date: $d1) {\n        ...SlotTime\n      }\n      d2: slots(method: $method, date: $d2) {\n        ...SlotTime\n      }\n      d3: slots(method: $method, date: $d3) {\n        ...SlotTime\n      }\n      d4: slots(method: $method, date: $d4) {\n        ...SlotTime\n      }\n      d5: slots(method: $method, date: $d5) {\n        ...SlotTime\n      }\n      d6: slots(method: $method, date: $d6) {\n        ...SlotTime\n      }\n    }\n  }\n": typeof types.StoreWeekDocument,
    "\n  query BagCount($id: ID!) {\n    cart(id: $id) {\n      id\n      lines {\n        id\n        quantity\n        product {\n          id\n        }\n      }\n    }\n  }\n": typeof types.BagCountDocument,
    "\n  mutation CreateBag($lines: [CartLineInput!]) {\n    createCart(lines: $lines) {\n      cart {\n        id\n      }\n      userErrors {\n        code\n        message\n        field\n      }\n    }\n  }\n": typeof types.CreateBagDocument,
    "\n  mutation SetBagLine($cartId: ID!, $line: CartLineInput!) {\n    setCartLine(cartId: $cartId, line: $line) {\n      cart {\n        id\n      }\n      userErrors {\n        code\n        message\n        field\n      }\n    }\n  }\n": typeof types.SetBagLineDocument,
    "\n  mutation AttachBag($cartId: ID!) {\n    attachCart(cartId: $cartId) {\n      cart {\n        id\n      }\n      userErrors {\n        code\n      }\n    }\n  }\n": typeof types.AttachBagDocument,
    "\n  query MyBag {\n    me {\n      cart {\n        id\n      }\n    }\n  }\n": typeof types.MyBagDocument,
    "\n  query Unread {\n    me {\n      notifications(first: 1, unreadOnly: true) {\n        unreadCount\n      }\n    }\n  }\n": typeof types.UnreadDocument,
    "\n  subscription Notified {\n    notifications {\n      id\n      title\n      order {\n        id\n      }\n    }\n  }\n": typeof types.NotifiedDocument,
    "\n  fragment CartLine on CartLine {\n    id\n    quantity\n    total {\n      amount\n    }\n    problems {\n      code\n      message\n    }\n    store {\n      id\n      name\n      slug\n    }\n    product {\n      id\n      name\n      images {\n        ...Picture\n      }\n    }\n  }\n": typeof types.CartLineFragmentDoc,
    "\n  query CartPage($id: ID!) {\n    cart(id: $id) {\n      id\n      subtotal {\n        amount\n      }\n      lines {\n        id\n        problems {\n          code\n        }\n        ...CartLine\n      }\n    }\n  }\n": typeof types.CartPageDocument,
    "\n  fragment AddressChoice on SavedAddress {\n    id\n    label\n    address {\n      recipient\n      postcode\n      line1\n      line2\n    }\n  }\n": typeof types.AddressChoiceFragmentDoc,
    "\n  query CheckoutPage($cartId: ID!, $fromCart: Boolean!, $productId: ID!, $fromProduct: Boolean!) {\n    cart(id: $cartId) @include(if: $fromCart) {\n      id\n      lines {\n        id\n        quantity\n        unitPrice {\n          amount\n        }\n        product {\n          id\n          name\n          fulfilmentMethods\n        }\n        store {\n          id\n          name\n        }\n      }\n    }\n    product(id: $productId) @include(if: $fromProduct) {\n      id\n      name\n      fulfilmentMethods\n      price {\n        amount\n      }\n      store {\n        id\n        name\n      }\n    }\n    me {\n      id\n      ...Steps\n    }\n  }\n": typeof types.CheckoutPageDocument,
    "\n  fragment Steps on Member {\n    addresses {\n      id\n      isDefault\n      address {\n        recipient\n        phone\n        postcode\n        line1\n        line2\n      }\n      ...AddressChoice\n    }\n  }\n": typeof types.StepsFragmentDoc,
    "\n  query QuoteOrder($input: QuoteOrderInput!) {\n    quoteOrder(input: $input) {\n      quote {\n        subtotal {\n          amount\n        }\n        deliveryFee {\n          amount\n        }\n        total {\n          amount\n        }\n      }\n      userErrors {\n        code\n        message\n        field\n      }\n    }\n  }\n": typeof types.QuoteOrderDocument,
    "\n  mutation PlaceOrder($input: PlaceOrderInput!) {\n    placeOrder(input: $input) {\n      order {\n        id\n      }\n      userErrors {\n        code\n        message\n        field\n      }\n    }\n  }\n": typeof types.PlaceOrderDocument,
    "\n  mutation KeepAddress($input: SaveAddressInput!) {\n    saveAddress(input: $input) {\n      userErrors {\n        code\n      }\n    }\n  }\n": typeof types.KeepAddressDocument,
    "\n  query FlowersPage {\n    flowers {\n      ...FlowerEntry\n    }\n  }\n": typeof types.FlowersPageDocument,
    "\n  fragment FlowerEntry on Flower {\n    id\n    name\n    meaning\n    months\n    imageUrl\n    meanings {\n      colour\n      text\n      tone\n    }\n  }\n": typeof types.FlowerEntryFragmentDoc,
    "\n  fragment Categories on Category {\n    id\n    name\n  }\n": typeof types.CategoriesFragmentDoc,
    "\n  fragment FlowersOfTheMonth on Flower {\n    id\n    name\n    meaning\n    months\n    imageUrl\n  }\n": typeof types.FlowersOfTheMonthFragmentDoc,
    "\n  query HomePage {\n    picks: products(sort: BEST_SELLING, filter: { kind: REGULAR, inStockOnly: true }, first: 8) {\n      nodes {\n        id\n        ...ProductCard\n      }\n    }\n    newest: products(sort: NEWEST, filter: { kind: REGULAR, inStockOnly: true }, first: 4) {\n      nodes {\n        id\n        ...ProductCard\n      }\n    }\n    categories {\n      ...Categories\n    }\n    occasions: tags(kind: OCCASION) {\n      ...Occasions\n    }\n    flowers {\n      ...FlowersOfTheMonth\n    }\n    stores(first: 6) {\n      nodes {\n        id\n        ...StoreRow\n      }\n    }\n  }\n": typeof types.HomePageDocument,
    "\n  fragment Occasions on Tag {\n    id\n    name\n  }\n": typeof types.OccasionsFragmentDoc,
    "\n  query Addresses {\n    me {\n      addresses {\n        id\n        ...SavedAddressRow\n      }\n    }\n  }\n": typeof types.AddressesDocument,
    "\n  fragment SavedAddressRow on SavedAddress {\n    id\n    label\n    isDefault\n    address {\n      recipient\n      phone\n      postcode\n      line1\n      line2\n    }\n  }\n": typeof types.SavedAddressRowFragmentDoc,
    "\n  mutation SaveAddress($input: SaveAddressInput!) {\n    saveAddress(input: $input) {\n      userErrors {\n        code\n        message\n        field\n      }\n    }\n  }\n": typeof types.SaveAddressDocument,
    "\n  mutation RemoveAddress($id: ID!) {\n    removeAddress(id: $id) {\n      userErrors {\n        code\n        message\n        field\n      }\n    }\n  }\n": typeof types.RemoveAddressDocument,
    "\n  query Inbox($after: String) {\n    me {\n      notifications(first: 20, after: $after) {\n        nodes {\n          id\n          ...Message\n        }\n        pageInfo {\n          hasNextPage\n          endCursor\n        }\n      }\n    }\n  }\n": typeof types.InboxDocument,
    "\n  fragment Message on Notification {\n    id\n    title\n    body\n    createdAt\n    readAt\n    order {\n      id\n    }\n    product {\n      id\n    }\n  }\n": typeof types.MessageFragmentDoc,
    "\n  mutation Acknowledge($id: ID!) {\n    acknowledgeNotification(id: $id) {\n      userErrors {\n        code\n      }\n    }\n  }\n": typeof types.AcknowledgeDocument,
    "\n  query Liked($after: String) {\n    me {\n      likedProducts(first: 12, after: $after) {\n        nodes {\n          id\n          ...ProductCard\n        }\n        pageInfo {\n          hasNextPage\n          endCursor\n        }\n      }\n    }\n  }\n": typeof types.LikedDocument,
    "\n  query MyPage {\n    me {\n      id\n      name\n    }\n  }\n": typeof types.MyPageDocument,
    "\n  query Orders($after: String) {\n    me {\n      orders(first: 12, after: $after) {\n        nodes {\n          id\n          ...OrderRow\n        }\n        pageInfo {\n          hasNextPage\n          endCursor\n        }\n      }\n    }\n  }\n": typeof types.OrdersDocument,
    "\n  fragment OrderRow on Order {\n    id\n    number\n    status\n    placedAt\n    total {\n      amount\n    }\n    shipments {\n      id\n      lines {\n        id\n        name\n        product {\n          id\n          images {\n            ...Picture\n          }\n        }\n      }\n    }\n  }\n": typeof types.OrderRowFragmentDoc,
    "\n  query Subscriptions {\n    me {\n      subscriptions(first: 20) {\n        nodes {\n          id\n          ...Contract\n        }\n      }\n    }\n  }\n": typeof types.SubscriptionsDocument,
    "\n  fragment Contract on SubscriptionContract {\n    id\n    status\n    cadence\n    nextDelivery\n    price {\n      amount\n    }\n    product {\n      id\n      name\n      images {\n        ...Picture\n      }\n    }\n    upcoming(first: 4) {\n      id\n      date\n      status\n    }\n  }\n": typeof types.ContractFragmentDoc,
    "\n  fragment Amounts on Order {\n    subtotal {\n      amount\n    }\n    discount {\n      amount\n    }\n    deliveryFee {\n      amount\n    }\n    voucherPaid {\n      amount\n    }\n    total {\n      amount\n    }\n    payment {\n      status\n    }\n  }\n": typeof types.AmountsFragmentDoc,
    "\n  query OrderPage($id: ID!) {\n    order(id: $id) {\n      ...WholeOrder\n    }\n  }\n": typeof types.OrderPageDocument,
    "\n  subscription OrderUpdates($id: ID!) {\n    orderUpdates(orderId: $id) {\n      ...WholeOrder\n    }\n  }\n": typeof types.OrderUpdatesDocument,
    "\n  fragment WholeOrder on Order {\n    id\n    number\n    status\n    placedAt\n    rejection {\n      code\n      message\n    }\n    ...Timeline\n    ...WayOn\n    ...Shipments\n    ...Amounts\n  }\n": typeof types.WholeOrderFragmentDoc,
    "\n  fragment Shipments on Order {\n    status\n    shipments {\n      id\n      status\n      method\n      slotStart\n      slotEnd\n      note\n      address {\n        recipient\n        line1\n        line2\n      }\n      store {\n        id\n        name\n        slug\n        address {\n          line1\n        }\n      }\n      lines {\n        id\n        name\n        quantity\n        total {\n          amount\n        }\n        product {\n          id\n          images {\n            ...Picture\n          }\n        }\n      }\n    }\n  }\n": typeof types.ShipmentsFragmentDoc,
    "\n  fragment Timeline on Order {\n    status\n    timeline {\n      at\n      step\n    }\n  }\n": typeof types.TimelineFragmentDoc,
    "\n  fragment WayOn on Order {\n    rejection {\n      code\n      message\n    }\n    payment {\n      captured {\n        amount\n      }\n      refunded {\n        amount\n      }\n    }\n    shipments {\n      id\n      lines {\n        id\n        quantity\n        product {\n          id\n        }\n      }\n    }\n  }\n": typeof types.WayOnFragmentDoc,
    "\n  query DeliveryTo($storeId: ID!, $postcode: String!, $date: Date!) {\n    store(id: $storeId) {\n      id\n      deliveryQuote(postcode: $postcode, date: $date) {\n        deliverable\n        fee {\n          amount\n        }\n        reason\n      }\n    }\n  }\n": typeof types.DeliveryToDocument,
    "\n  fragment Buy on Product {\n    id\n  }\n": typeof types.BuyFragmentDoc,
    "\n  fragment LanguageOfFlowers on Product {\n    representativeFlower {\n      id\n    }\n    flowers {\n      id\n      name\n      meaning\n      imageUrl\n    }\n  }\n": typeof types.LanguageOfFlowersFragmentDoc,
    "\n  fragment Like on Product {\n    id\n    likeCount\n    likedByMe\n  }\n": typeof types.LikeFragmentDoc,
    "\n  mutation LikeProduct($productId: ID!) {\n    likeProduct(productId: $productId) {\n      userErrors {\n        code\n      }\n    }\n  }\n": typeof types.LikeProductDocument,
    "\n  mutation UnlikeProduct($productId: ID!) {\n    unlikeProduct(productId: $productId) {\n      userErrors {\n        code\n      }\n    }\n  }\n": typeof types.UnlikeProductDocument,
    "\n  query ProductPage($id: ID!) {\n    product(id: $id) {\n      id\n      kind\n      name\n      description\n      availability\n      cadences\n      fulfilmentMethods\n      price {\n        amount\n      }\n      category {\n        id\n        name\n      }\n      tags {\n        id\n        name\n      }\n      images {\n        ...Picture\n      }\n      representativeFlower {\n        id\n      }\n      store {\n        id\n        slug\n        name\n        address {\n          line1\n        }\n        products(first: 5) {\n          nodes {\n            id\n            ...ProductCard\n          }\n        }\n      }\n      ...Buy\n      ...Like\n      ...LanguageOfFlowers\n      ...Reviews\n    }\n  }\n": typeof types.ProductPageDocument,
    "\n  fragment Reviews on Product {\n    averageRating\n    reviewCount\n    reviews(first: 6) {\n      nodes {\n        id\n        author\n        rating\n        body\n        createdAt\n      }\n    }\n  }\n": typeof types.ReviewsFragmentDoc,
    "\n  fragment FilterCounts on ProductFacets {\n    categories {\n      id\n      count\n    }\n    tags {\n      id\n      count\n    }\n    flowers {\n      id\n      count\n    }\n  }\n": typeof types.FilterCountsFragmentDoc,
    "\n  fragment CategoryNames on Category {\n    id\n    name\n  }\n": typeof types.CategoryNamesFragmentDoc,
    "\n  fragment TagNames on Tag {\n    id\n    kind\n    name\n  }\n": typeof types.TagNamesFragmentDoc,
    "\n  fragment FlowerNames on Flower {\n    id\n    name\n  }\n": typeof types.FlowerNamesFragmentDoc,
    "\n  query SearchPage($search: String, $filter: ProductFilter, $sort: ProductSort, $after: String) {\n    products(search: $search, filter: $filter, sort: $sort, first: 24, after: $after) {\n      nodes {\n        id\n        ...ProductCard\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n      totalCount\n      facets {\n        ...FilterCounts\n      }\n    }\n    categories {\n      ...CategoryNames\n    }\n    tags {\n      ...TagNames\n    }\n    flowers {\n      ...FlowerNames\n    }\n  }\n": typeof types.SearchPageDocument,
    "\n  query CountReadings($a: ProductFilter, $b: ProductFilter, $c: ProductFilter, $d: ProductFilter) {\n    a: products(filter: $a, first: 1) {\n      totalCount\n    }\n    b: products(filter: $b, first: 1) {\n      totalCount\n    }\n    c: products(filter: $c, first: 1) {\n      totalCount\n    }\n    d: products(filter: $d, first: 1) {\n      totalCount\n    }\n  }\n": typeof types.CountReadingsDocument,
    "\n  mutation SignIn($input: SignInInput!) {\n    signIn(input: $input) {\n      session {\n        accessToken\n        accessTokenExpiresAt\n        refreshToken\n      }\n      userErrors {\n        code\n        message\n        field\n      }\n    }\n  }\n": typeof types.SignInDocument,
    "\n  mutation SignUp($input: SignUpInput!) {\n    signUp(input: $input) {\n      session {\n        accessToken\n        accessTokenExpiresAt\n        refreshToken\n      }\n      userErrors {\n        code\n        message\n        field\n      }\n    }\n  }\n": typeof types.SignUpDocument,
    "\n  query StorePage($slug: String!, $after: String) {\n    store(slug: $slug) {\n      id\n      name\n      description\n      phone\n      status\n      address {\n        postcode\n        line1\n        line2\n      }\n      hours {\n        weekday\n        opens\n        closes\n      }\n      deliveryAreas {\n        postcodePrefix\n        fee {\n          amount\n        }\n        freeAbove {\n          amount\n        }\n      }\n      averageRating\n      followerCount\n      followedByMe\n      products(first: 24, after: $after, filter: { kind: REGULAR }) {\n        nodes {\n          id\n          ...ProductCard\n        }\n        pageInfo {\n          hasNextPage\n          endCursor\n        }\n      }\n    }\n  }\n": typeof types.StorePageDocument,
    "\n  mutation FollowStore($storeId: ID!) {\n    followStore(storeId: $storeId) {\n      userErrors {\n        code\n      }\n    }\n  }\n": typeof types.FollowStoreDocument,
    "\n  mutation UnfollowStore($storeId: ID!) {\n    unfollowStore(storeId: $storeId) {\n      userErrors {\n        code\n      }\n    }\n  }\n": typeof types.UnfollowStoreDocument,
    "\n  query StoresPage($filter: StoreFilter, $after: String) {\n    stores(filter: $filter, first: 24, after: $after) {\n      nodes {\n        id\n        ...StoreRow\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n": typeof types.StoresPageDocument,
    "\n  fragment Picture on Image {\n    url\n    alt\n    width\n    height\n  }\n": typeof types.PictureFragmentDoc,
    "\n  fragment ProductCard on Product {\n    id\n    name\n    price {\n      amount\n    }\n    availability\n    images {\n      ...Picture\n    }\n    store {\n      id\n      name\n    }\n  }\n": typeof types.ProductCardFragmentDoc,
    "\n  fragment StoreRow on Store {\n    slug\n    name\n    description\n    status\n    address {\n      line1\n    }\n    hours {\n      weekday\n      opens\n      closes\n    }\n  }\n": typeof types.StoreRowFragmentDoc,
};
const documents: Documents = {
    "\n  mutation RefreshSession($refreshToken: String!) {\n    refreshSession(refreshToken: $refreshToken) {\n      session {\n        accessToken\n        accessTokenExpiresAt\n        refreshToken\n      }\n      userErrors {\n        code\n      }\n    }\n  }\n": types.RefreshSessionDocument,
    "\n  mutation SignOut($refreshToken: String!) {\n    signOut(refreshToken: $refreshToken) {\n      done\n    }\n  }\n": types.SignOutDocument,
    "\n  fragment SlotTime on Slot {\n    id\n    start\n    end\n    remaining\n  }\n": types.SlotTimeFragmentDoc,
    "\n  query StoreWeek($id: ID!, $method: FulfilmentMethod!, $d0: Date!, $d1: Date!, $d2: Date!, $d3: Date!, $d4: Date!, $d5: Date!, $d6: Date!) {\n    store(id: $id) {\n      id\n      d0: slots(method: $method, date: $d0) {\n        ...SlotTime\n      }\n      d1: slots(method: $method, date: $d1) {\n        ...SlotTime\n      }\n      d2: slots(method: $method, date: $d2) {\n        ...SlotTime\n      }\n      d3: slots(method: $method, date: $d3) {\n        ...SlotTime\n      }\n      d4: slots(method: $method, date: $d4) {\n        ...SlotTime\n      }\n      d5: slots(method: $method, date: $d5) {\n        ...SlotTime\n      }\n      d6: slots(method: $method, date: $d6) {\n        ...SlotTime\n      }\n    }\n  }\n": types.StoreWeekDocument,
    "\n  query BagCount($id: ID!) {\n    cart(id: $id) {\n      id\n      lines {\n        id\n        quantity\n        product {\n          id\n        }\n      }\n    }\n  }\n": types.BagCountDocument,
    "\n  mutation CreateBag($lines: [CartLineInput!]) {\n    createCart(lines: $lines) {\n      cart {\n        id\n      }\n      userErrors {\n        code\n        message\n        field\n      }\n    }\n  }\n": types.CreateBagDocument,
    "\n  mutation SetBagLine($cartId: ID!, $line: CartLineInput!) {\n    setCartLine(cartId: $cartId, line: $line) {\n      cart {\n        id\n      }\n      userErrors {\n        code\n        message\n        field\n      }\n    }\n  }\n": types.SetBagLineDocument,
    "\n  mutation AttachBag($cartId: ID!) {\n    attachCart(cartId: $cartId) {\n      cart {\n        id\n      }\n      userErrors {\n        code\n      }\n    }\n  }\n": types.AttachBagDocument,
    "\n  query MyBag {\n    me {\n      cart {\n        id\n      }\n    }\n  }\n": types.MyBagDocument,
    "\n  query Unread {\n    me {\n      notifications(first: 1, unreadOnly: true) {\n        unreadCount\n      }\n    }\n  }\n": types.UnreadDocument,
    "\n  subscription Notified {\n    notifications {\n      id\n      title\n      order {\n        id\n      }\n    }\n  }\n": types.NotifiedDocument,
    "\n  fragment CartLine on CartLine {\n    id\n    quantity\n    total {\n      amount\n    }\n    problems {\n      code\n      message\n    }\n    store {\n      id\n      name\n      slug\n    }\n    product {\n      id\n      name\n      images {\n        ...Picture\n      }\n    }\n  }\n": types.CartLineFragmentDoc,
    "\n  query CartPage($id: ID!) {\n    cart(id: $id) {\n      id\n      subtotal {\n        amount\n      }\n      lines {\n        id\n        problems {\n          code\n        }\n        ...CartLine\n      }\n    }\n  }\n": types.CartPageDocument,
    "\n  fragment AddressChoice on SavedAddress {\n    id\n    label\n    address {\n      recipient\n      postcode\n      line1\n      line2\n    }\n  }\n": types.AddressChoiceFragmentDoc,
    "\n  query CheckoutPage($cartId: ID!, $fromCart: Boolean!, $productId: ID!, $fromProduct: Boolean!) {\n    cart(id: $cartId) @include(if: $fromCart) {\n      id\n      lines {\n        id\n        quantity\n        unitPrice {\n          amount\n        }\n        product {\n          id\n          name\n          fulfilmentMethods\n        }\n        store {\n          id\n          name\n        }\n      }\n    }\n    product(id: $productId) @include(if: $fromProduct) {\n      id\n      name\n      fulfilmentMethods\n      price {\n        amount\n      }\n      store {\n        id\n        name\n      }\n    }\n    me {\n      id\n      ...Steps\n    }\n  }\n": types.CheckoutPageDocument,
    "\n  fragment Steps on Member {\n    addresses {\n      id\n      isDefault\n      address {\n        recipient\n        phone\n        postcode\n        line1\n        line2\n      }\n      ...AddressChoice\n    }\n  }\n": types.StepsFragmentDoc,
    "\n  query QuoteOrder($input: QuoteOrderInput!) {\n    quoteOrder(input: $input) {\n      quote {\n        subtotal {\n          amount\n        }\n        deliveryFee {\n          amount\n        }\n        total {\n          amount\n        }\n      }\n      userErrors {\n        code\n        message\n        field\n      }\n    }\n  }\n": types.QuoteOrderDocument,
    "\n  mutation PlaceOrder($input: PlaceOrderInput!) {\n    placeOrder(input: $input) {\n      order {\n        id\n      }\n      userErrors {\n        code\n        message\n        field\n      }\n    }\n  }\n": types.PlaceOrderDocument,
    "\n  mutation KeepAddress($input: SaveAddressInput!) {\n    saveAddress(input: $input) {\n      userErrors {\n        code\n      }\n    }\n  }\n": types.KeepAddressDocument,
    "\n  query FlowersPage {\n    flowers {\n      ...FlowerEntry\n    }\n  }\n": types.FlowersPageDocument,
    "\n  fragment FlowerEntry on Flower {\n    id\n    name\n    meaning\n    months\n    imageUrl\n    meanings {\n      colour\n      text\n      tone\n    }\n  }\n": types.FlowerEntryFragmentDoc,
    "\n  fragment Categories on Category {\n    id\n    name\n  }\n": types.CategoriesFragmentDoc,
    "\n  fragment FlowersOfTheMonth on Flower {\n    id\n    name\n    meaning\n    months\n    imageUrl\n  }\n": types.FlowersOfTheMonthFragmentDoc,
    "\n  query HomePage {\n    picks: products(sort: BEST_SELLING, filter: { kind: REGULAR, inStockOnly: true }, first: 8) {\n      nodes {\n        id\n        ...ProductCard\n      }\n    }\n    newest: products(sort: NEWEST, filter: { kind: REGULAR, inStockOnly: true }, first: 4) {\n      nodes {\n        id\n        ...ProductCard\n      }\n    }\n    categories {\n      ...Categories\n    }\n    occasions: tags(kind: OCCASION) {\n      ...Occasions\n    }\n    flowers {\n      ...FlowersOfTheMonth\n    }\n    stores(first: 6) {\n      nodes {\n        id\n        ...StoreRow\n      }\n    }\n  }\n": types.HomePageDocument,
    "\n  fragment Occasions on Tag {\n    id\n    name\n  }\n": types.OccasionsFragmentDoc,
    "\n  query Addresses {\n    me {\n      addresses {\n        id\n        ...SavedAddressRow\n      }\n    }\n  }\n": types.AddressesDocument,
    "\n  fragment SavedAddressRow on SavedAddress {\n    id\n    label\n    isDefault\n    address {\n      recipient\n      phone\n      postcode\n      line1\n      line2\n    }\n  }\n": types.SavedAddressRowFragmentDoc,
    "\n  mutation SaveAddress($input: SaveAddressInput!) {\n    saveAddress(input: $input) {\n      userErrors {\n        code\n        message\n        field\n      }\n    }\n  }\n": types.SaveAddressDocument,
    "\n  mutation RemoveAddress($id: ID!) {\n    removeAddress(id: $id) {\n      userErrors {\n        code\n        message\n        field\n      }\n    }\n  }\n": types.RemoveAddressDocument,
    "\n  query Inbox($after: String) {\n    me {\n      notifications(first: 20, after: $after) {\n        nodes {\n          id\n          ...Message\n        }\n        pageInfo {\n          hasNextPage\n          endCursor\n        }\n      }\n    }\n  }\n": types.InboxDocument,
    "\n  fragment Message on Notification {\n    id\n    title\n    body\n    createdAt\n    readAt\n    order {\n      id\n    }\n    product {\n      id\n    }\n  }\n": types.MessageFragmentDoc,
    "\n  mutation Acknowledge($id: ID!) {\n    acknowledgeNotification(id: $id) {\n      userErrors {\n        code\n      }\n    }\n  }\n": types.AcknowledgeDocument,
    "\n  query Liked($after: String) {\n    me {\n      likedProducts(first: 12, after: $after) {\n        nodes {\n          id\n          ...ProductCard\n        }\n        pageInfo {\n          hasNextPage\n          endCursor\n        }\n      }\n    }\n  }\n": types.LikedDocument,
    "\n  query MyPage {\n    me {\n      id\n      name\n    }\n  }\n": types.MyPageDocument,
    "\n  query Orders($after: String) {\n    me {\n      orders(first: 12, after: $after) {\n        nodes {\n          id\n          ...OrderRow\n        }\n        pageInfo {\n          hasNextPage\n          endCursor\n        }\n      }\n    }\n  }\n": types.OrdersDocument,
    "\n  fragment OrderRow on Order {\n    id\n    number\n    status\n    placedAt\n    total {\n      amount\n    }\n    shipments {\n      id\n      lines {\n        id\n        name\n        product {\n          id\n          images {\n            ...Picture\n          }\n        }\n      }\n    }\n  }\n": types.OrderRowFragmentDoc,
    "\n  query Subscriptions {\n    me {\n      subscriptions(first: 20) {\n        nodes {\n          id\n          ...Contract\n        }\n      }\n    }\n  }\n": types.SubscriptionsDocument,
    "\n  fragment Contract on SubscriptionContract {\n    id\n    status\n    cadence\n    nextDelivery\n    price {\n      amount\n    }\n    product {\n      id\n      name\n      images {\n        ...Picture\n      }\n    }\n    upcoming(first: 4) {\n      id\n      date\n      status\n    }\n  }\n": types.ContractFragmentDoc,
    "\n  fragment Amounts on Order {\n    subtotal {\n      amount\n    }\n    discount {\n      amount\n    }\n    deliveryFee {\n      amount\n    }\n    voucherPaid {\n      amount\n    }\n    total {\n      amount\n    }\n    payment {\n      status\n    }\n  }\n": types.AmountsFragmentDoc,
    "\n  query OrderPage($id: ID!) {\n    order(id: $id) {\n      ...WholeOrder\n    }\n  }\n": types.OrderPageDocument,
    "\n  subscription OrderUpdates($id: ID!) {\n    orderUpdates(orderId: $id) {\n      ...WholeOrder\n    }\n  }\n": types.OrderUpdatesDocument,
    "\n  fragment WholeOrder on Order {\n    id\n    number\n    status\n    placedAt\n    rejection {\n      code\n      message\n    }\n    ...Timeline\n    ...WayOn\n    ...Shipments\n    ...Amounts\n  }\n": types.WholeOrderFragmentDoc,
    "\n  fragment Shipments on Order {\n    status\n    shipments {\n      id\n      status\n      method\n      slotStart\n      slotEnd\n      note\n      address {\n        recipient\n        line1\n        line2\n      }\n      store {\n        id\n        name\n        slug\n        address {\n          line1\n        }\n      }\n      lines {\n        id\n        name\n        quantity\n        total {\n          amount\n        }\n        product {\n          id\n          images {\n            ...Picture\n          }\n        }\n      }\n    }\n  }\n": types.ShipmentsFragmentDoc,
    "\n  fragment Timeline on Order {\n    status\n    timeline {\n      at\n      step\n    }\n  }\n": types.TimelineFragmentDoc,
    "\n  fragment WayOn on Order {\n    rejection {\n      code\n      message\n    }\n    payment {\n      captured {\n        amount\n      }\n      refunded {\n        amount\n      }\n    }\n    shipments {\n      id\n      lines {\n        id\n        quantity\n        product {\n          id\n        }\n      }\n    }\n  }\n": types.WayOnFragmentDoc,
    "\n  query DeliveryTo($storeId: ID!, $postcode: String!, $date: Date!) {\n    store(id: $storeId) {\n      id\n      deliveryQuote(postcode: $postcode, date: $date) {\n        deliverable\n        fee {\n          amount\n        }\n        reason\n      }\n    }\n  }\n": types.DeliveryToDocument,
    "\n  fragment Buy on Product {\n    id\n  }\n": types.BuyFragmentDoc,
    "\n  fragment LanguageOfFlowers on Product {\n    representativeFlower {\n      id\n    }\n    flowers {\n      id\n      name\n      meaning\n      imageUrl\n    }\n  }\n": types.LanguageOfFlowersFragmentDoc,
    "\n  fragment Like on Product {\n    id\n    likeCount\n    likedByMe\n  }\n": types.LikeFragmentDoc,
    "\n  mutation LikeProduct($productId: ID!) {\n    likeProduct(productId: $productId) {\n      userErrors {\n        code\n      }\n    }\n  }\n": types.LikeProductDocument,
    "\n  mutation UnlikeProduct($productId: ID!) {\n    unlikeProduct(productId: $productId) {\n      userErrors {\n        code\n      }\n    }\n  }\n": types.UnlikeProductDocument,
    "\n  query ProductPage($id: ID!) {\n    product(id: $id) {\n      id\n      kind\n      name\n      description\n      availability\n      cadences\n      fulfilmentMethods\n      price {\n        amount\n      }\n      category {\n        id\n        name\n      }\n      tags {\n        id\n        name\n      }\n      images {\n        ...Picture\n      }\n      representativeFlower {\n        id\n      }\n      store {\n        id\n        slug\n        name\n        address {\n          line1\n        }\n        products(first: 5) {\n          nodes {\n            id\n            ...ProductCard\n          }\n        }\n      }\n      ...Buy\n      ...Like\n      ...LanguageOfFlowers\n      ...Reviews\n    }\n  }\n": types.ProductPageDocument,
    "\n  fragment Reviews on Product {\n    averageRating\n    reviewCount\n    reviews(first: 6) {\n      nodes {\n        id\n        author\n        rating\n        body\n        createdAt\n      }\n    }\n  }\n": types.ReviewsFragmentDoc,
    "\n  fragment FilterCounts on ProductFacets {\n    categories {\n      id\n      count\n    }\n    tags {\n      id\n      count\n    }\n    flowers {\n      id\n      count\n    }\n  }\n": types.FilterCountsFragmentDoc,
    "\n  fragment CategoryNames on Category {\n    id\n    name\n  }\n": types.CategoryNamesFragmentDoc,
    "\n  fragment TagNames on Tag {\n    id\n    kind\n    name\n  }\n": types.TagNamesFragmentDoc,
    "\n  fragment FlowerNames on Flower {\n    id\n    name\n  }\n": types.FlowerNamesFragmentDoc,
    "\n  query SearchPage($search: String, $filter: ProductFilter, $sort: ProductSort, $after: String) {\n    products(search: $search, filter: $filter, sort: $sort, first: 24, after: $after) {\n      nodes {\n        id\n        ...ProductCard\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n      totalCount\n      facets {\n        ...FilterCounts\n      }\n    }\n    categories {\n      ...CategoryNames\n    }\n    tags {\n      ...TagNames\n    }\n    flowers {\n      ...FlowerNames\n    }\n  }\n": types.SearchPageDocument,
    "\n  query CountReadings($a: ProductFilter, $b: ProductFilter, $c: ProductFilter, $d: ProductFilter) {\n    a: products(filter: $a, first: 1) {\n      totalCount\n    }\n    b: products(filter: $b, first: 1) {\n      totalCount\n    }\n    c: products(filter: $c, first: 1) {\n      totalCount\n    }\n    d: products(filter: $d, first: 1) {\n      totalCount\n    }\n  }\n": types.CountReadingsDocument,
    "\n  mutation SignIn($input: SignInInput!) {\n    signIn(input: $input) {\n      session {\n        accessToken\n        accessTokenExpiresAt\n        refreshToken\n      }\n      userErrors {\n        code\n        message\n        field\n      }\n    }\n  }\n": types.SignInDocument,
    "\n  mutation SignUp($input: SignUpInput!) {\n    signUp(input: $input) {\n      session {\n        accessToken\n        accessTokenExpiresAt\n        refreshToken\n      }\n      userErrors {\n        code\n        message\n        field\n      }\n    }\n  }\n": types.SignUpDocument,
    "\n  query StorePage($slug: String!, $after: String) {\n    store(slug: $slug) {\n      id\n      name\n      description\n      phone\n      status\n      address {\n        postcode\n        line1\n        line2\n      }\n      hours {\n        weekday\n        opens\n        closes\n      }\n      deliveryAreas {\n        postcodePrefix\n        fee {\n          amount\n        }\n        freeAbove {\n          amount\n        }\n      }\n      averageRating\n      followerCount\n      followedByMe\n      products(first: 24, after: $after, filter: { kind: REGULAR }) {\n        nodes {\n          id\n          ...ProductCard\n        }\n        pageInfo {\n          hasNextPage\n          endCursor\n        }\n      }\n    }\n  }\n": types.StorePageDocument,
    "\n  mutation FollowStore($storeId: ID!) {\n    followStore(storeId: $storeId) {\n      userErrors {\n        code\n      }\n    }\n  }\n": types.FollowStoreDocument,
    "\n  mutation UnfollowStore($storeId: ID!) {\n    unfollowStore(storeId: $storeId) {\n      userErrors {\n        code\n      }\n    }\n  }\n": types.UnfollowStoreDocument,
    "\n  query StoresPage($filter: StoreFilter, $after: String) {\n    stores(filter: $filter, first: 24, after: $after) {\n      nodes {\n        id\n        ...StoreRow\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n": types.StoresPageDocument,
    "\n  fragment Picture on Image {\n    url\n    alt\n    width\n    height\n  }\n": types.PictureFragmentDoc,
    "\n  fragment ProductCard on Product {\n    id\n    name\n    price {\n      amount\n    }\n    availability\n    images {\n      ...Picture\n    }\n    store {\n      id\n      name\n    }\n  }\n": types.ProductCardFragmentDoc,
    "\n  fragment StoreRow on Store {\n    slug\n    name\n    description\n    status\n    address {\n      line1\n    }\n    hours {\n      weekday\n      opens\n      closes\n    }\n  }\n": types.StoreRowFragmentDoc,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RefreshSession($refreshToken: String!) {\n    refreshSession(refreshToken: $refreshToken) {\n      session {\n        accessToken\n        accessTokenExpiresAt\n        refreshToken\n      }\n      userErrors {\n        code\n      }\n    }\n  }\n"): typeof import('./graphql').RefreshSessionDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SignOut($refreshToken: String!) {\n    signOut(refreshToken: $refreshToken) {\n      done\n    }\n  }\n"): typeof import('./graphql').SignOutDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment SlotTime on Slot {\n    id\n    start\n    end\n    remaining\n  }\n"): typeof import('./graphql').SlotTimeFragmentDoc;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query StoreWeek($id: ID!, $method: FulfilmentMethod!, $d0: Date!, $d1: Date!, $d2: Date!, $d3: Date!, $d4: Date!, $d5: Date!, $d6: Date!) {\n    store(id: $id) {\n      id\n      d0: slots(method: $method, date: $d0) {\n        ...SlotTime\n      }\n      d1: slots(method: $method, date: $d1) {\n        ...SlotTime\n      }\n      d2: slots(method: $method, date: $d2) {\n        ...SlotTime\n      }\n      d3: slots(method: $method, date: $d3) {\n        ...SlotTime\n      }\n      d4: slots(method: $method, date: $d4) {\n        ...SlotTime\n      }\n      d5: slots(method: $method, date: $d5) {\n        ...SlotTime\n      }\n      d6: slots(method: $method, date: $d6) {\n        ...SlotTime\n      }\n    }\n  }\n"): typeof import('./graphql').StoreWeekDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query BagCount($id: ID!) {\n    cart(id: $id) {\n      id\n      lines {\n        id\n        quantity\n        product {\n          id\n        }\n      }\n    }\n  }\n"): typeof import('./graphql').BagCountDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation CreateBag($lines: [CartLineInput!]) {\n    createCart(lines: $lines) {\n      cart {\n        id\n      }\n      userErrors {\n        code\n        message\n        field\n      }\n    }\n  }\n"): typeof import('./graphql').CreateBagDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SetBagLine($cartId: ID!, $line: CartLineInput!) {\n    setCartLine(cartId: $cartId, line: $line) {\n      cart {\n        id\n      }\n      userErrors {\n        code\n        message\n        field\n      }\n    }\n  }\n"): typeof import('./graphql').SetBagLineDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation AttachBag($cartId: ID!) {\n    attachCart(cartId: $cartId) {\n      cart {\n        id\n      }\n      userErrors {\n        code\n      }\n    }\n  }\n"): typeof import('./graphql').AttachBagDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query MyBag {\n    me {\n      cart {\n        id\n      }\n    }\n  }\n"): typeof import('./graphql').MyBagDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Unread {\n    me {\n      notifications(first: 1, unreadOnly: true) {\n        unreadCount\n      }\n    }\n  }\n"): typeof import('./graphql').UnreadDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription Notified {\n    notifications {\n      id\n      title\n      order {\n        id\n      }\n    }\n  }\n"): typeof import('./graphql').NotifiedDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment CartLine on CartLine {\n    id\n    quantity\n    total {\n      amount\n    }\n    problems {\n      code\n      message\n    }\n    store {\n      id\n      name\n      slug\n    }\n    product {\n      id\n      name\n      images {\n        ...Picture\n      }\n    }\n  }\n"): typeof import('./graphql').CartLineFragmentDoc;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query CartPage($id: ID!) {\n    cart(id: $id) {\n      id\n      subtotal {\n        amount\n      }\n      lines {\n        id\n        problems {\n          code\n        }\n        ...CartLine\n      }\n    }\n  }\n"): typeof import('./graphql').CartPageDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment AddressChoice on SavedAddress {\n    id\n    label\n    address {\n      recipient\n      postcode\n      line1\n      line2\n    }\n  }\n"): typeof import('./graphql').AddressChoiceFragmentDoc;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query CheckoutPage($cartId: ID!, $fromCart: Boolean!, $productId: ID!, $fromProduct: Boolean!) {\n    cart(id: $cartId) @include(if: $fromCart) {\n      id\n      lines {\n        id\n        quantity\n        unitPrice {\n          amount\n        }\n        product {\n          id\n          name\n          fulfilmentMethods\n        }\n        store {\n          id\n          name\n        }\n      }\n    }\n    product(id: $productId) @include(if: $fromProduct) {\n      id\n      name\n      fulfilmentMethods\n      price {\n        amount\n      }\n      store {\n        id\n        name\n      }\n    }\n    me {\n      id\n      ...Steps\n    }\n  }\n"): typeof import('./graphql').CheckoutPageDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment Steps on Member {\n    addresses {\n      id\n      isDefault\n      address {\n        recipient\n        phone\n        postcode\n        line1\n        line2\n      }\n      ...AddressChoice\n    }\n  }\n"): typeof import('./graphql').StepsFragmentDoc;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query QuoteOrder($input: QuoteOrderInput!) {\n    quoteOrder(input: $input) {\n      quote {\n        subtotal {\n          amount\n        }\n        deliveryFee {\n          amount\n        }\n        total {\n          amount\n        }\n      }\n      userErrors {\n        code\n        message\n        field\n      }\n    }\n  }\n"): typeof import('./graphql').QuoteOrderDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation PlaceOrder($input: PlaceOrderInput!) {\n    placeOrder(input: $input) {\n      order {\n        id\n      }\n      userErrors {\n        code\n        message\n        field\n      }\n    }\n  }\n"): typeof import('./graphql').PlaceOrderDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation KeepAddress($input: SaveAddressInput!) {\n    saveAddress(input: $input) {\n      userErrors {\n        code\n      }\n    }\n  }\n"): typeof import('./graphql').KeepAddressDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query FlowersPage {\n    flowers {\n      ...FlowerEntry\n    }\n  }\n"): typeof import('./graphql').FlowersPageDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment FlowerEntry on Flower {\n    id\n    name\n    meaning\n    months\n    imageUrl\n    meanings {\n      colour\n      text\n      tone\n    }\n  }\n"): typeof import('./graphql').FlowerEntryFragmentDoc;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment Categories on Category {\n    id\n    name\n  }\n"): typeof import('./graphql').CategoriesFragmentDoc;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment FlowersOfTheMonth on Flower {\n    id\n    name\n    meaning\n    months\n    imageUrl\n  }\n"): typeof import('./graphql').FlowersOfTheMonthFragmentDoc;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query HomePage {\n    picks: products(sort: BEST_SELLING, filter: { kind: REGULAR, inStockOnly: true }, first: 8) {\n      nodes {\n        id\n        ...ProductCard\n      }\n    }\n    newest: products(sort: NEWEST, filter: { kind: REGULAR, inStockOnly: true }, first: 4) {\n      nodes {\n        id\n        ...ProductCard\n      }\n    }\n    categories {\n      ...Categories\n    }\n    occasions: tags(kind: OCCASION) {\n      ...Occasions\n    }\n    flowers {\n      ...FlowersOfTheMonth\n    }\n    stores(first: 6) {\n      nodes {\n        id\n        ...StoreRow\n      }\n    }\n  }\n"): typeof import('./graphql').HomePageDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment Occasions on Tag {\n    id\n    name\n  }\n"): typeof import('./graphql').OccasionsFragmentDoc;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Addresses {\n    me {\n      addresses {\n        id\n        ...SavedAddressRow\n      }\n    }\n  }\n"): typeof import('./graphql').AddressesDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment SavedAddressRow on SavedAddress {\n    id\n    label\n    isDefault\n    address {\n      recipient\n      phone\n      postcode\n      line1\n      line2\n    }\n  }\n"): typeof import('./graphql').SavedAddressRowFragmentDoc;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SaveAddress($input: SaveAddressInput!) {\n    saveAddress(input: $input) {\n      userErrors {\n        code\n        message\n        field\n      }\n    }\n  }\n"): typeof import('./graphql').SaveAddressDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RemoveAddress($id: ID!) {\n    removeAddress(id: $id) {\n      userErrors {\n        code\n        message\n        field\n      }\n    }\n  }\n"): typeof import('./graphql').RemoveAddressDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Inbox($after: String) {\n    me {\n      notifications(first: 20, after: $after) {\n        nodes {\n          id\n          ...Message\n        }\n        pageInfo {\n          hasNextPage\n          endCursor\n        }\n      }\n    }\n  }\n"): typeof import('./graphql').InboxDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment Message on Notification {\n    id\n    title\n    body\n    createdAt\n    readAt\n    order {\n      id\n    }\n    product {\n      id\n    }\n  }\n"): typeof import('./graphql').MessageFragmentDoc;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation Acknowledge($id: ID!) {\n    acknowledgeNotification(id: $id) {\n      userErrors {\n        code\n      }\n    }\n  }\n"): typeof import('./graphql').AcknowledgeDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Liked($after: String) {\n    me {\n      likedProducts(first: 12, after: $after) {\n        nodes {\n          id\n          ...ProductCard\n        }\n        pageInfo {\n          hasNextPage\n          endCursor\n        }\n      }\n    }\n  }\n"): typeof import('./graphql').LikedDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query MyPage {\n    me {\n      id\n      name\n    }\n  }\n"): typeof import('./graphql').MyPageDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Orders($after: String) {\n    me {\n      orders(first: 12, after: $after) {\n        nodes {\n          id\n          ...OrderRow\n        }\n        pageInfo {\n          hasNextPage\n          endCursor\n        }\n      }\n    }\n  }\n"): typeof import('./graphql').OrdersDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment OrderRow on Order {\n    id\n    number\n    status\n    placedAt\n    total {\n      amount\n    }\n    shipments {\n      id\n      lines {\n        id\n        name\n        product {\n          id\n          images {\n            ...Picture\n          }\n        }\n      }\n    }\n  }\n"): typeof import('./graphql').OrderRowFragmentDoc;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Subscriptions {\n    me {\n      subscriptions(first: 20) {\n        nodes {\n          id\n          ...Contract\n        }\n      }\n    }\n  }\n"): typeof import('./graphql').SubscriptionsDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment Contract on SubscriptionContract {\n    id\n    status\n    cadence\n    nextDelivery\n    price {\n      amount\n    }\n    product {\n      id\n      name\n      images {\n        ...Picture\n      }\n    }\n    upcoming(first: 4) {\n      id\n      date\n      status\n    }\n  }\n"): typeof import('./graphql').ContractFragmentDoc;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment Amounts on Order {\n    subtotal {\n      amount\n    }\n    discount {\n      amount\n    }\n    deliveryFee {\n      amount\n    }\n    voucherPaid {\n      amount\n    }\n    total {\n      amount\n    }\n    payment {\n      status\n    }\n  }\n"): typeof import('./graphql').AmountsFragmentDoc;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query OrderPage($id: ID!) {\n    order(id: $id) {\n      ...WholeOrder\n    }\n  }\n"): typeof import('./graphql').OrderPageDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription OrderUpdates($id: ID!) {\n    orderUpdates(orderId: $id) {\n      ...WholeOrder\n    }\n  }\n"): typeof import('./graphql').OrderUpdatesDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment WholeOrder on Order {\n    id\n    number\n    status\n    placedAt\n    rejection {\n      code\n      message\n    }\n    ...Timeline\n    ...WayOn\n    ...Shipments\n    ...Amounts\n  }\n"): typeof import('./graphql').WholeOrderFragmentDoc;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment Shipments on Order {\n    status\n    shipments {\n      id\n      status\n      method\n      slotStart\n      slotEnd\n      note\n      address {\n        recipient\n        line1\n        line2\n      }\n      store {\n        id\n        name\n        slug\n        address {\n          line1\n        }\n      }\n      lines {\n        id\n        name\n        quantity\n        total {\n          amount\n        }\n        product {\n          id\n          images {\n            ...Picture\n          }\n        }\n      }\n    }\n  }\n"): typeof import('./graphql').ShipmentsFragmentDoc;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment Timeline on Order {\n    status\n    timeline {\n      at\n      step\n    }\n  }\n"): typeof import('./graphql').TimelineFragmentDoc;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment WayOn on Order {\n    rejection {\n      code\n      message\n    }\n    payment {\n      captured {\n        amount\n      }\n      refunded {\n        amount\n      }\n    }\n    shipments {\n      id\n      lines {\n        id\n        quantity\n        product {\n          id\n        }\n      }\n    }\n  }\n"): typeof import('./graphql').WayOnFragmentDoc;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query DeliveryTo($storeId: ID!, $postcode: String!, $date: Date!) {\n    store(id: $storeId) {\n      id\n      deliveryQuote(postcode: $postcode, date: $date) {\n        deliverable\n        fee {\n          amount\n        }\n        reason\n      }\n    }\n  }\n"): typeof import('./graphql').DeliveryToDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment Buy on Product {\n    id\n  }\n"): typeof import('./graphql').BuyFragmentDoc;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment LanguageOfFlowers on Product {\n    representativeFlower {\n      id\n    }\n    flowers {\n      id\n      name\n      meaning\n      imageUrl\n    }\n  }\n"): typeof import('./graphql').LanguageOfFlowersFragmentDoc;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment Like on Product {\n    id\n    likeCount\n    likedByMe\n  }\n"): typeof import('./graphql').LikeFragmentDoc;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation LikeProduct($productId: ID!) {\n    likeProduct(productId: $productId) {\n      userErrors {\n        code\n      }\n    }\n  }\n"): typeof import('./graphql').LikeProductDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation UnlikeProduct($productId: ID!) {\n    unlikeProduct(productId: $productId) {\n      userErrors {\n        code\n      }\n    }\n  }\n"): typeof import('./graphql').UnlikeProductDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ProductPage($id: ID!) {\n    product(id: $id) {\n      id\n      kind\n      name\n      description\n      availability\n      cadences\n      fulfilmentMethods\n      price {\n        amount\n      }\n      category {\n        id\n        name\n      }\n      tags {\n        id\n        name\n      }\n      images {\n        ...Picture\n      }\n      representativeFlower {\n        id\n      }\n      store {\n        id\n        slug\n        name\n        address {\n          line1\n        }\n        products(first: 5) {\n          nodes {\n            id\n            ...ProductCard\n          }\n        }\n      }\n      ...Buy\n      ...Like\n      ...LanguageOfFlowers\n      ...Reviews\n    }\n  }\n"): typeof import('./graphql').ProductPageDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment Reviews on Product {\n    averageRating\n    reviewCount\n    reviews(first: 6) {\n      nodes {\n        id\n        author\n        rating\n        body\n        createdAt\n      }\n    }\n  }\n"): typeof import('./graphql').ReviewsFragmentDoc;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment FilterCounts on ProductFacets {\n    categories {\n      id\n      count\n    }\n    tags {\n      id\n      count\n    }\n    flowers {\n      id\n      count\n    }\n  }\n"): typeof import('./graphql').FilterCountsFragmentDoc;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment CategoryNames on Category {\n    id\n    name\n  }\n"): typeof import('./graphql').CategoryNamesFragmentDoc;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment TagNames on Tag {\n    id\n    kind\n    name\n  }\n"): typeof import('./graphql').TagNamesFragmentDoc;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment FlowerNames on Flower {\n    id\n    name\n  }\n"): typeof import('./graphql').FlowerNamesFragmentDoc;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query SearchPage($search: String, $filter: ProductFilter, $sort: ProductSort, $after: String) {\n    products(search: $search, filter: $filter, sort: $sort, first: 24, after: $after) {\n      nodes {\n        id\n        ...ProductCard\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n      totalCount\n      facets {\n        ...FilterCounts\n      }\n    }\n    categories {\n      ...CategoryNames\n    }\n    tags {\n      ...TagNames\n    }\n    flowers {\n      ...FlowerNames\n    }\n  }\n"): typeof import('./graphql').SearchPageDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query CountReadings($a: ProductFilter, $b: ProductFilter, $c: ProductFilter, $d: ProductFilter) {\n    a: products(filter: $a, first: 1) {\n      totalCount\n    }\n    b: products(filter: $b, first: 1) {\n      totalCount\n    }\n    c: products(filter: $c, first: 1) {\n      totalCount\n    }\n    d: products(filter: $d, first: 1) {\n      totalCount\n    }\n  }\n"): typeof import('./graphql').CountReadingsDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SignIn($input: SignInInput!) {\n    signIn(input: $input) {\n      session {\n        accessToken\n        accessTokenExpiresAt\n        refreshToken\n      }\n      userErrors {\n        code\n        message\n        field\n      }\n    }\n  }\n"): typeof import('./graphql').SignInDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SignUp($input: SignUpInput!) {\n    signUp(input: $input) {\n      session {\n        accessToken\n        accessTokenExpiresAt\n        refreshToken\n      }\n      userErrors {\n        code\n        message\n        field\n      }\n    }\n  }\n"): typeof import('./graphql').SignUpDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query StorePage($slug: String!, $after: String) {\n    store(slug: $slug) {\n      id\n      name\n      description\n      phone\n      status\n      address {\n        postcode\n        line1\n        line2\n      }\n      hours {\n        weekday\n        opens\n        closes\n      }\n      deliveryAreas {\n        postcodePrefix\n        fee {\n          amount\n        }\n        freeAbove {\n          amount\n        }\n      }\n      averageRating\n      followerCount\n      followedByMe\n      products(first: 24, after: $after, filter: { kind: REGULAR }) {\n        nodes {\n          id\n          ...ProductCard\n        }\n        pageInfo {\n          hasNextPage\n          endCursor\n        }\n      }\n    }\n  }\n"): typeof import('./graphql').StorePageDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation FollowStore($storeId: ID!) {\n    followStore(storeId: $storeId) {\n      userErrors {\n        code\n      }\n    }\n  }\n"): typeof import('./graphql').FollowStoreDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation UnfollowStore($storeId: ID!) {\n    unfollowStore(storeId: $storeId) {\n      userErrors {\n        code\n      }\n    }\n  }\n"): typeof import('./graphql').UnfollowStoreDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query StoresPage($filter: StoreFilter, $after: String) {\n    stores(filter: $filter, first: 24, after: $after) {\n      nodes {\n        id\n        ...StoreRow\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n"): typeof import('./graphql').StoresPageDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment Picture on Image {\n    url\n    alt\n    width\n    height\n  }\n"): typeof import('./graphql').PictureFragmentDoc;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment ProductCard on Product {\n    id\n    name\n    price {\n      amount\n    }\n    availability\n    images {\n      ...Picture\n    }\n    store {\n      id\n      name\n    }\n  }\n"): typeof import('./graphql').ProductCardFragmentDoc;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment StoreRow on Store {\n    slug\n    name\n    description\n    status\n    address {\n      line1\n    }\n    hours {\n      weekday\n      opens\n      closes\n    }\n  }\n"): typeof import('./graphql').StoreRowFragmentDoc;


export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}
