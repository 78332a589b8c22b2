/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
export type AddressInput = {
  line1: string;
  line2?: string | null | undefined;
  phone: string;
  postcode: string;
  recipient: string;
};

export type ArrivalFilter = {
  date: string;
  method: FulfilmentMethod;
  postcode?: string | null | undefined;
};

export type Availability =
  | 'IN_STOCK'
  | 'LOW_STOCK'
  | 'SOLD_OUT';

export type Cadence =
  | 'BIWEEKLY'
  | 'MONTHLY'
  | 'WEEKLY';

export type CartLineInput = {
  productId: string | number;
  quantity: number;
};

/** One for each store that the lines come from. slotId and address are left out only where a gift's receiver chooses them. */
export type FulfilmentInput = {
  address?: AddressInput | null | undefined;
  method: FulfilmentMethod;
  note?: string | null | undefined;
  slotId?: string | number | null | undefined;
  storeId: string | number;
};

export type FulfilmentMethod =
  | 'DELIVERY'
  | 'PICKUP';

export type GeoPointInput = {
  latitude: number;
  longitude: number;
};

export type Locale =
  | 'EN'
  | 'KO';

export type OrderLineInput = {
  productId: string | number;
  quantity: number;
};

/** PENDING: the saga is running. CONFIRMED: stock, slot (but for a gift yet to be claimed) and payment are all held. REJECTED: it was undone, and rejection says why. */
export type OrderStatus =
  | 'CANCELLED'
  | 'COMPLETED'
  | 'CONFIRMED'
  | 'PENDING'
  | 'REJECTED';

/** In the sandbox, token is one of: tok_ok, tok_declined, tok_timeout (no answer, then captured), tok_flaky (fails twice, then captured). */
export type PaymentInput = {
  provider: string;
  token: string;
};

export type PaymentStatus =
  | 'CAPTURED'
  | 'DECLINED'
  | 'NOT_REQUIRED'
  | 'PARTIALLY_REFUNDED'
  | 'PENDING'
  | 'REFUNDED';

export type PlaceOrderInput = {
  /** The order is for this cart, or else for these lines. */
  cartId?: string | number | null | undefined;
  /** Refuse with PRICE_CHANGED if the total has become another. */
  expectedTotal?: number | null | undefined;
  fulfilments: Array<FulfilmentInput>;
  idempotencyKey: string;
  lines?: Array<OrderLineInput> | null | undefined;
  /** One of the two, unless the total is 0. */
  payment?: PaymentInput | null | undefined;
};

export type ProductFilter = {
  /** Only what a store can still hand over on this day: open, not past its cut-off, with a free slot, and, for DELIVERY, serving the postcode. */
  arrival?: ArrivalFilter | null | undefined;
  categoryIds?: Array<string | number> | null | undefined;
  excludeFlowerIds?: Array<string | number> | null | undefined;
  /** Any flower given may be in the product. */
  flowerIds?: Array<string | number> | null | undefined;
  fulfilment?: FulfilmentMethod | null | undefined;
  inStockOnly?: boolean | null | undefined;
  kind?: ProductKind | null | undefined;
  maxPrice?: number | null | undefined;
  minPrice?: number | null | undefined;
  /** For the store's sellers and admins; everyone else sees ON_SALE and TEMPORARILY_SOLD_OUT. */
  status?: Array<ProductStatus> | null | undefined;
  storeId?: string | number | null | undefined;
  /** Every tag given must be on the product. */
  tagIds?: Array<string | number> | null | undefined;
};

export type ProductKind =
  | 'REGULAR'
  | 'SUBSCRIPTION';

export type ProductSort =
  | 'BEST_RATED'
  | 'BEST_SELLING'
  | 'MOST_LIKED'
  | 'NEWEST'
  | 'PRICE_ASC'
  | 'PRICE_DESC'
  | 'RELEVANCE';

export type ProductStatus =
  | 'DISCONTINUED'
  | 'DRAFT'
  | 'ON_SALE'
  | 'TEMPORARILY_SOLD_OUT';

export type QuoteOrderInput = {
  cartId?: string | number | null | undefined;
  fulfilments: Array<FulfilmentInput>;
  lines?: Array<OrderLineInput> | null | undefined;
};

export type SaveAddressInput = {
  address: AddressInput;
  id?: string | number | null | undefined;
  isDefault?: boolean | null | undefined;
  label: string;
};

export type ShipmentStatus =
  | 'ACCEPTED'
  | 'AWAITING_ADDRESS'
  | 'CANCELLED'
  | 'DELIVERED'
  | 'NEW'
  | 'OUT_FOR_DELIVERY'
  | 'PICKED_UP'
  | 'PREPARING'
  | 'READY_FOR_PICKUP';

export type SignInInput = {
  email: string;
  password: string;
};

export type SignUpInput = {
  email: string;
  locale?: Locale | null | undefined;
  name: string;
  password: string;
  phone?: string | null | undefined;
};

export type StoreFilter = {
  deliversTo?: string | null | undefined;
  near?: GeoPointInput | null | undefined;
  status?: StoreStatus | null | undefined;
  text?: string | null | undefined;
  withinMetres?: number | null | undefined;
};

export type StoreStatus =
  | 'OPEN'
  | 'PAUSED'
  | 'PENDING_APPROVAL'
  | 'REJECTED'
  | 'SUSPENDED';

export type SubscriptionDeliveryStatus =
  | 'DELIVERED'
  | 'FAILED'
  | 'ORDERED'
  | 'SCHEDULED'
  | 'SKIPPED';

export type SubscriptionStatus =
  | 'ACTIVE'
  | 'CANCELLED'
  | 'PAST_DUE'
  | 'PAUSED'
  | 'PENDING';

export type TagKind =
  | 'COLOUR'
  | 'MOOD'
  | 'OCCASION'
  | 'RECIPIENT';

export type Tone =
  | 'MIXED'
  | 'NEGATIVE'
  | 'POSITIVE';

export type RefreshSessionMutationVariables = Exact<{
  refreshToken: string;
}>;


export type RefreshSessionMutation = { refreshSession: { session: { accessToken: string, accessTokenExpiresAt: string, refreshToken: string } | null, userErrors: Array<{ code: string }> } | null };

export type SignOutMutationVariables = Exact<{
  refreshToken: string;
}>;


export type SignOutMutation = { signOut: { done: boolean } | null };

export type SlotTimeFragment = { id: string, start: string, end: string, remaining: number } & { ' $fragmentName'?: 'SlotTimeFragment' };

export type StoreWeekQueryVariables = Exact<{
  id: string | number;
  method: FulfilmentMethod;
  d0: string;
  d1: string;
  d2: string;
  d3: string;
  d4: string;
  d5: string;
  d6: string;
}>;


export type StoreWeekQuery = { store: { id: string, d0: Array<{ ' $fragmentRefs'?: { 'SlotTimeFragment': SlotTimeFragment } }>, d1: Array<{ ' $fragmentRefs'?: { 'SlotTimeFragment': SlotTimeFragment } }>, d2: Array<{ ' $fragmentRefs'?: { 'SlotTimeFragment': SlotTimeFragment } }>, d3: Array<{ ' $fragmentRefs'?: { 'SlotTimeFragment': SlotTimeFragment } }>, d4: Array<{ ' $fragmentRefs'?: { 'SlotTimeFragment': SlotTimeFragment } }>, d5: Array<{ ' $fragmentRefs'?: { 'SlotTimeFragment': SlotTimeFragment } }>, d6: Array<{ ' $fragmentRefs'?: { 'SlotTimeFragment': SlotTimeFragment } }> } | null };

export type BagCountQueryVariables = Exact<{
  id: string | number;
}>;


export type BagCountQuery = { cart: { id: string, lines: Array<{ id: string, quantity: number, product: { id: string } | null }> } | null };

export type CreateBagMutationVariables = Exact<{
  lines?: Array<CartLineInput> | CartLineInput | null | undefined;
}>;


export type CreateBagMutation = { createCart: { cart: { id: string } | null, userErrors: Array<{ code: string, message: string, field: Array<string> | null }> } | null };

export type SetBagLineMutationVariables = Exact<{
  cartId: string | number;
  line: CartLineInput;
}>;


export type SetBagLineMutation = { setCartLine: { cart: { id: string } | null, userErrors: Array<{ code: string, message: string, field: Array<string> | null }> } | null };

export type AttachBagMutationVariables = Exact<{
  cartId: string | number;
}>;


export type AttachBagMutation = { attachCart: { cart: { id: string } | null, userErrors: Array<{ code: string }> } | null };

export type MyBagQueryVariables = Exact<{ [key: string]: never; }>;


export type MyBagQuery = { me: { cart: { id: string } | null } | null };

export type UnreadQueryVariables = Exact<{ [key: string]: never; }>;


export type UnreadQuery = { me: { notifications: { unreadCount: number } | null } | null };

export type NotifiedSubscriptionVariables = Exact<{ [key: string]: never; }>;


export type NotifiedSubscription = { notifications: { id: string, title: string, order: { id: string } | null } };

export type CartLineFragment = { id: string, quantity: number, total: { amount: number }, problems: Array<{ code: string, message: string }>, store: { id: string, name: string, slug: string } | null, product: { id: string, name: string, images: Array<{ ' $fragmentRefs'?: { 'PictureFragment': PictureFragment } }> } | null } & { ' $fragmentName'?: 'CartLineFragment' };

export type CartPageQueryVariables = Exact<{
  id: string | number;
}>;


export type CartPageQuery = { cart: { id: string, subtotal: { amount: number }, lines: Array<(
      { id: string, problems: Array<{ code: string }> }
      & { ' $fragmentRefs'?: { 'CartLineFragment': CartLineFragment } }
    )> } | null };

export type AddressChoiceFragment = { id: string, label: string, address: { recipient: string, postcode: string, line1: string, line2: string | null } } & { ' $fragmentName'?: 'AddressChoiceFragment' };

export type CheckoutPageQueryVariables = Exact<{
  cartId: string | number;
  fromCart: boolean;
  productId: string | number;
  fromProduct: boolean;
}>;


export type CheckoutPageQuery = { cart?: { id: string, lines: Array<{ id: string, quantity: number, unitPrice: { amount: number }, product: { id: string, name: string, fulfilmentMethods: Array<FulfilmentMethod> } | null, store: { id: string, name: string } | null }> } | null, product?: { id: string, name: string, fulfilmentMethods: Array<FulfilmentMethod>, price: { amount: number }, store: { id: string, name: string } | null } | null, me: (
    { id: string }
    & { ' $fragmentRefs'?: { 'StepsFragment': StepsFragment } }
  ) | null };

export type StepsFragment = { addresses: Array<(
    { id: string, isDefault: boolean, address: { recipient: string, phone: string, postcode: string, line1: string, line2: string | null } }
    & { ' $fragmentRefs'?: { 'AddressChoiceFragment': AddressChoiceFragment } }
  )> } & { ' $fragmentName'?: 'StepsFragment' };

export type QuoteOrderQueryVariables = Exact<{
  input: QuoteOrderInput;
}>;


export type QuoteOrderQuery = { quoteOrder: { quote: { subtotal: { amount: number }, deliveryFee: { amount: number }, total: { amount: number } } | null, userErrors: Array<{ code: string, message: string, field: Array<string> | null }> } | null };

export type PlaceOrderMutationVariables = Exact<{
  input: PlaceOrderInput;
}>;


export type PlaceOrderMutation = { placeOrder: { order: { id: string } | null, userErrors: Array<{ code: string, message: string, field: Array<string> | null }> } | null };

export type KeepAddressMutationVariables = Exact<{
  input: SaveAddressInput;
}>;


export type KeepAddressMutation = { saveAddress: { userErrors: Array<{ code: string }> } | null };

export type FlowersPageQueryVariables = Exact<{ [key: string]: never; }>;


export type FlowersPageQuery = { flowers: Array<{ ' $fragmentRefs'?: { 'FlowerEntryFragment': FlowerEntryFragment } }> | null };

export type FlowerEntryFragment = { id: string, name: string, meaning: string | null, months: Array<number>, imageUrl: string, meanings: Array<{ colour: string | null, text: string, tone: Tone }> } & { ' $fragmentName'?: 'FlowerEntryFragment' };

export type CategoriesFragment = { id: string, name: string } & { ' $fragmentName'?: 'CategoriesFragment' };

export type FlowersOfTheMonthFragment = { id: string, name: string, meaning: string | null, months: Array<number>, imageUrl: string } & { ' $fragmentName'?: 'FlowersOfTheMonthFragment' };

export type HomePageQueryVariables = Exact<{ [key: string]: never; }>;


export type HomePageQuery = { picks: { nodes: Array<(
      { id: string }
      & { ' $fragmentRefs'?: { 'ProductCardFragment': ProductCardFragment } }
    )> } | null, newest: { nodes: Array<(
      { id: string }
      & { ' $fragmentRefs'?: { 'ProductCardFragment': ProductCardFragment } }
    )> } | null, categories: Array<{ ' $fragmentRefs'?: { 'CategoriesFragment': CategoriesFragment } }> | null, occasions: Array<{ ' $fragmentRefs'?: { 'OccasionsFragment': OccasionsFragment } }> | null, flowers: Array<{ ' $fragmentRefs'?: { 'FlowersOfTheMonthFragment': FlowersOfTheMonthFragment } }> | null, stores: { nodes: Array<(
      { id: string }
      & { ' $fragmentRefs'?: { 'StoreRowFragment': StoreRowFragment } }
    )> } | null };

export type OccasionsFragment = { id: string, name: string } & { ' $fragmentName'?: 'OccasionsFragment' };

export type AddressesQueryVariables = Exact<{ [key: string]: never; }>;


export type AddressesQuery = { me: { addresses: Array<(
      { id: string }
      & { ' $fragmentRefs'?: { 'SavedAddressRowFragment': SavedAddressRowFragment } }
    )> } | null };

export type SavedAddressRowFragment = { id: string, label: string, isDefault: boolean, address: { recipient: string, phone: string, postcode: string, line1: string, line2: string | null } } & { ' $fragmentName'?: 'SavedAddressRowFragment' };

export type SaveAddressMutationVariables = Exact<{
  input: SaveAddressInput;
}>;


export type SaveAddressMutation = { saveAddress: { userErrors: Array<{ code: string, message: string, field: Array<string> | null }> } | null };

export type RemoveAddressMutationVariables = Exact<{
  id: string | number;
}>;


export type RemoveAddressMutation = { removeAddress: { userErrors: Array<{ code: string, message: string, field: Array<string> | null }> } | null };

export type InboxQueryVariables = Exact<{
  after?: string | null | undefined;
}>;


export type InboxQuery = { me: { notifications: { nodes: Array<(
        { id: string }
        & { ' $fragmentRefs'?: { 'MessageFragment': MessageFragment } }
      )>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } | null } | null };

export type MessageFragment = { id: string, title: string, body: string, createdAt: string, readAt: string | null, order: { id: string } | null, product: { id: string } | null } & { ' $fragmentName'?: 'MessageFragment' };

export type AcknowledgeMutationVariables = Exact<{
  id: string | number;
}>;


export type AcknowledgeMutation = { acknowledgeNotification: { userErrors: Array<{ code: string }> } | null };

export type LikedQueryVariables = Exact<{
  after?: string | null | undefined;
}>;


export type LikedQuery = { me: { likedProducts: { nodes: Array<(
        { id: string }
        & { ' $fragmentRefs'?: { 'ProductCardFragment': ProductCardFragment } }
      )>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } | null } | null };

export type MyPageQueryVariables = Exact<{ [key: string]: never; }>;


export type MyPageQuery = { me: { id: string, name: string } | null };

export type OrdersQueryVariables = Exact<{
  after?: string | null | undefined;
}>;


export type OrdersQuery = { me: { orders: { nodes: Array<(
        { id: string }
        & { ' $fragmentRefs'?: { 'OrderRowFragment': OrderRowFragment } }
      )>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } | null } | null };

export type OrderRowFragment = { id: string, number: string, status: OrderStatus, placedAt: string, total: { amount: number }, shipments: Array<{ id: string, lines: Array<{ id: string, name: string, product: { id: string, images: Array<{ ' $fragmentRefs'?: { 'PictureFragment': PictureFragment } }> } | null }> }> } & { ' $fragmentName'?: 'OrderRowFragment' };

export type SubscriptionsQueryVariables = Exact<{ [key: string]: never; }>;


export type SubscriptionsQuery = { me: { subscriptions: { nodes: Array<(
        { id: string }
        & { ' $fragmentRefs'?: { 'ContractFragment': ContractFragment } }
      )> } | null } | null };

export type ContractFragment = { id: string, status: SubscriptionStatus, cadence: Cadence, nextDelivery: string | null, price: { amount: number }, product: { id: string, name: string, images: Array<{ ' $fragmentRefs'?: { 'PictureFragment': PictureFragment } }> } | null, upcoming: Array<{ id: string, date: string, status: SubscriptionDeliveryStatus }> } & { ' $fragmentName'?: 'ContractFragment' };

export type AmountsFragment = { subtotal: { amount: number }, discount: { amount: number }, deliveryFee: { amount: number }, voucherPaid: { amount: number }, total: { amount: number }, payment: { status: PaymentStatus } } & { ' $fragmentName'?: 'AmountsFragment' };

export type OrderPageQueryVariables = Exact<{
  id: string | number;
}>;


export type OrderPageQuery = { order: { ' $fragmentRefs'?: { 'WholeOrderFragment': WholeOrderFragment } } | null };

export type OrderUpdatesSubscriptionVariables = Exact<{
  id: string | number;
}>;


export type OrderUpdatesSubscription = { orderUpdates: { ' $fragmentRefs'?: { 'WholeOrderFragment': WholeOrderFragment } } };

export type WholeOrderFragment = (
  { id: string, number: string, status: OrderStatus, placedAt: string, rejection: { code: string, message: string } | null }
  & { ' $fragmentRefs'?: { 'TimelineFragment': TimelineFragment;'WayOnFragment': WayOnFragment;'ShipmentsFragment': ShipmentsFragment;'AmountsFragment': AmountsFragment } }
) & { ' $fragmentName'?: 'WholeOrderFragment' };

export type ShipmentsFragment = { status: OrderStatus, shipments: Array<{ id: string, status: ShipmentStatus, method: FulfilmentMethod, slotStart: string | null, slotEnd: string | null, note: string | null, address: { recipient: string, line1: string, line2: string | null } | null, store: { id: string, name: string, slug: string, address: { line1: string } } | null, lines: Array<{ id: string, name: string, quantity: number, total: { amount: number }, product: { id: string, images: Array<{ ' $fragmentRefs'?: { 'PictureFragment': PictureFragment } }> } | null }> }> } & { ' $fragmentName'?: 'ShipmentsFragment' };

export type TimelineFragment = { status: OrderStatus, timeline: Array<{ at: string, step: string }> } & { ' $fragmentName'?: 'TimelineFragment' };

export type WayOnFragment = { rejection: { code: string, message: string } | null, payment: { captured: { amount: number }, refunded: { amount: number } }, shipments: Array<{ id: string, lines: Array<{ id: string, quantity: number, product: { id: string } | null }> }> } & { ' $fragmentName'?: 'WayOnFragment' };

export type DeliveryToQueryVariables = Exact<{
  storeId: string | number;
  postcode: string;
  date: string;
}>;


export type DeliveryToQuery = { store: { id: string, deliveryQuote: { deliverable: boolean, reason: string | null, fee: { amount: number } | null } } | null };

export type BuyFragment = { id: string } & { ' $fragmentName'?: 'BuyFragment' };

export type LanguageOfFlowersFragment = { representativeFlower: { id: string }, flowers: Array<{ id: string, name: string, meaning: string | null, imageUrl: string }> } & { ' $fragmentName'?: 'LanguageOfFlowersFragment' };

export type LikeFragment = { id: string, likeCount: number, likedByMe: boolean } & { ' $fragmentName'?: 'LikeFragment' };

export type LikeProductMutationVariables = Exact<{
  productId: string | number;
}>;


export type LikeProductMutation = { likeProduct: { userErrors: Array<{ code: string }> } | null };

export type UnlikeProductMutationVariables = Exact<{
  productId: string | number;
}>;


export type UnlikeProductMutation = { unlikeProduct: { userErrors: Array<{ code: string }> } | null };

export type ProductPageQueryVariables = Exact<{
  id: string | number;
}>;


export type ProductPageQuery = { product: (
    { id: string, kind: ProductKind, name: string, description: string, availability: Availability, cadences: Array<Cadence>, fulfilmentMethods: Array<FulfilmentMethod>, price: { amount: number }, category: { id: string, name: string } | null, tags: Array<{ id: string, name: string }>, images: Array<{ ' $fragmentRefs'?: { 'PictureFragment': PictureFragment } }>, representativeFlower: { id: string }, store: { id: string, slug: string, name: string, address: { line1: string }, products: { nodes: Array<(
          { id: string }
          & { ' $fragmentRefs'?: { 'ProductCardFragment': ProductCardFragment } }
        )> } | null } | null }
    & { ' $fragmentRefs'?: { 'BuyFragment': BuyFragment;'LikeFragment': LikeFragment;'LanguageOfFlowersFragment': LanguageOfFlowersFragment;'ReviewsFragment': ReviewsFragment } }
  ) | null };

export type ReviewsFragment = { averageRating: number | null, reviewCount: number, reviews: { nodes: Array<{ id: string, author: string, rating: number, body: string, createdAt: string }> } } & { ' $fragmentName'?: 'ReviewsFragment' };

export type FilterCountsFragment = { categories: Array<{ id: string, count: number }>, tags: Array<{ id: string, count: number }>, flowers: Array<{ id: string, count: number }> } & { ' $fragmentName'?: 'FilterCountsFragment' };

export type CategoryNamesFragment = { id: string, name: string } & { ' $fragmentName'?: 'CategoryNamesFragment' };

export type TagNamesFragment = { id: string, kind: TagKind, name: string } & { ' $fragmentName'?: 'TagNamesFragment' };

export type FlowerNamesFragment = { id: string, name: string } & { ' $fragmentName'?: 'FlowerNamesFragment' };

export type SearchPageQueryVariables = Exact<{
  search?: string | null | undefined;
  filter?: ProductFilter | null | undefined;
  sort?: ProductSort | null | undefined;
  after?: string | null | undefined;
}>;


export type SearchPageQuery = { products: { totalCount: number, nodes: Array<(
      { id: string }
      & { ' $fragmentRefs'?: { 'ProductCardFragment': ProductCardFragment } }
    )>, pageInfo: { hasNextPage: boolean, endCursor: string | null }, facets: { ' $fragmentRefs'?: { 'FilterCountsFragment': FilterCountsFragment } } } | null, categories: Array<{ ' $fragmentRefs'?: { 'CategoryNamesFragment': CategoryNamesFragment } }> | null, tags: Array<{ ' $fragmentRefs'?: { 'TagNamesFragment': TagNamesFragment } }> | null, flowers: Array<{ ' $fragmentRefs'?: { 'FlowerNamesFragment': FlowerNamesFragment } }> | null };

export type CountReadingsQueryVariables = Exact<{
  a?: ProductFilter | null | undefined;
  b?: ProductFilter | null | undefined;
  c?: ProductFilter | null | undefined;
  d?: ProductFilter | null | undefined;
}>;


export type CountReadingsQuery = { a: { totalCount: number } | null, b: { totalCount: number } | null, c: { totalCount: number } | null, d: { totalCount: number } | null };

export type SignInMutationVariables = Exact<{
  input: SignInInput;
}>;


export type SignInMutation = { signIn: { session: { accessToken: string, accessTokenExpiresAt: string, refreshToken: string } | null, userErrors: Array<{ code: string, message: string, field: Array<string> | null }> } | null };

export type SignUpMutationVariables = Exact<{
  input: SignUpInput;
}>;


export type SignUpMutation = { signUp: { session: { accessToken: string, accessTokenExpiresAt: string, refreshToken: string } | null, userErrors: Array<{ code: string, message: string, field: Array<string> | null }> } | null };

export type StorePageQueryVariables = Exact<{
  slug: string;
  after?: string | null | undefined;
}>;


export type StorePageQuery = { store: { id: string, name: string, description: string, phone: string, status: StoreStatus, averageRating: number | null, followerCount: number, followedByMe: boolean, address: { postcode: string, line1: string, line2: string | null }, hours: Array<{ weekday: number, opens: string, closes: string }>, deliveryAreas: Array<{ postcodePrefix: string, fee: { amount: number }, freeAbove: { amount: number } | null }>, products: { nodes: Array<(
        { id: string }
        & { ' $fragmentRefs'?: { 'ProductCardFragment': ProductCardFragment } }
      )>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } | null } | null };

export type FollowStoreMutationVariables = Exact<{
  storeId: string | number;
}>;


export type FollowStoreMutation = { followStore: { userErrors: Array<{ code: string }> } | null };

export type UnfollowStoreMutationVariables = Exact<{
  storeId: string | number;
}>;


export type UnfollowStoreMutation = { unfollowStore: { userErrors: Array<{ code: string }> } | null };

export type StoresPageQueryVariables = Exact<{
  filter?: StoreFilter | null | undefined;
  after?: string | null | undefined;
}>;


export type StoresPageQuery = { stores: { nodes: Array<(
      { id: string }
      & { ' $fragmentRefs'?: { 'StoreRowFragment': StoreRowFragment } }
    )>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } | null };

export type PictureFragment = { url: string, alt: string, width: number, height: number } & { ' $fragmentName'?: 'PictureFragment' };

export type ProductCardFragment = { id: string, name: string, availability: Availability, price: { amount: number }, images: Array<{ ' $fragmentRefs'?: { 'PictureFragment': PictureFragment } }>, store: { id: string, name: string } | null } & { ' $fragmentName'?: 'ProductCardFragment' };

export type StoreRowFragment = { slug: string, name: string, description: string, status: StoreStatus, address: { line1: string }, hours: Array<{ weekday: number, opens: string, closes: string }> } & { ' $fragmentName'?: 'StoreRowFragment' };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}
export const SlotTimeFragmentDoc = new TypedDocumentString(`
    fragment SlotTime on Slot {
  id
  start
  end
  remaining
}
    `, {"fragmentName":"SlotTime"}) as unknown as TypedDocumentString<SlotTimeFragment, unknown>;
export const PictureFragmentDoc = new TypedDocumentString(`
    fragment Picture on Image {
  url
  alt
  width
  height
}
    `, {"fragmentName":"Picture"}) as unknown as TypedDocumentString<PictureFragment, unknown>;
export const CartLineFragmentDoc = new TypedDocumentString(`
    fragment CartLine on CartLine {
  id
  quantity
  total {
    amount
  }
  problems {
    code
    message
  }
  store {
    id
    name
    slug
  }
  product {
    id
    name
    images {
      ...Picture
    }
  }
}
    fragment Picture on Image {
  url
  alt
  width
  height
}`, {"fragmentName":"CartLine"}) as unknown as TypedDocumentString<CartLineFragment, unknown>;
export const AddressChoiceFragmentDoc = new TypedDocumentString(`
    fragment AddressChoice on SavedAddress {
  id
  label
  address {
    recipient
    postcode
    line1
    line2
  }
}
    `, {"fragmentName":"AddressChoice"}) as unknown as TypedDocumentString<AddressChoiceFragment, unknown>;
export const StepsFragmentDoc = new TypedDocumentString(`
    fragment Steps on Member {
  addresses {
    id
    isDefault
    address {
      recipient
      phone
      postcode
      line1
      line2
    }
    ...AddressChoice
  }
}
    fragment AddressChoice on SavedAddress {
  id
  label
  address {
    recipient
    postcode
    line1
    line2
  }
}`, {"fragmentName":"Steps"}) as unknown as TypedDocumentString<StepsFragment, unknown>;
export const FlowerEntryFragmentDoc = new TypedDocumentString(`
    fragment FlowerEntry on Flower {
  id
  name
  meaning
  months
  imageUrl
  meanings {
    colour
    text
    tone
  }
}
    `, {"fragmentName":"FlowerEntry"}) as unknown as TypedDocumentString<FlowerEntryFragment, unknown>;
export const CategoriesFragmentDoc = new TypedDocumentString(`
    fragment Categories on Category {
  id
  name
}
    `, {"fragmentName":"Categories"}) as unknown as TypedDocumentString<CategoriesFragment, unknown>;
export const FlowersOfTheMonthFragmentDoc = new TypedDocumentString(`
    fragment FlowersOfTheMonth on Flower {
  id
  name
  meaning
  months
  imageUrl
}
    `, {"fragmentName":"FlowersOfTheMonth"}) as unknown as TypedDocumentString<FlowersOfTheMonthFragment, unknown>;
export const OccasionsFragmentDoc = new TypedDocumentString(`
    fragment Occasions on Tag {
  id
  name
}
    `, {"fragmentName":"Occasions"}) as unknown as TypedDocumentString<OccasionsFragment, unknown>;
export const SavedAddressRowFragmentDoc = new TypedDocumentString(`
    fragment SavedAddressRow on SavedAddress {
  id
  label
  isDefault
  address {
    recipient
    phone
    postcode
    line1
    line2
  }
}
    `, {"fragmentName":"SavedAddressRow"}) as unknown as TypedDocumentString<SavedAddressRowFragment, unknown>;
export const MessageFragmentDoc = new TypedDocumentString(`
    fragment Message on Notification {
  id
  title
  body
  createdAt
  readAt
  order {
    id
  }
  product {
    id
  }
}
    `, {"fragmentName":"Message"}) as unknown as TypedDocumentString<MessageFragment, unknown>;
export const OrderRowFragmentDoc = new TypedDocumentString(`
    fragment OrderRow on Order {
  id
  number
  status
  placedAt
  total {
    amount
  }
  shipments {
    id
    lines {
      id
      name
      product {
        id
        images {
          ...Picture
        }
      }
    }
  }
}
    fragment Picture on Image {
  url
  alt
  width
  height
}`, {"fragmentName":"OrderRow"}) as unknown as TypedDocumentString<OrderRowFragment, unknown>;
export const ContractFragmentDoc = new TypedDocumentString(`
    fragment Contract on SubscriptionContract {
  id
  status
  cadence
  nextDelivery
  price {
    amount
  }
  product {
    id
    name
    images {
      ...Picture
    }
  }
  upcoming(first: 4) {
    id
    date
    status
  }
}
    fragment Picture on Image {
  url
  alt
  width
  height
}`, {"fragmentName":"Contract"}) as unknown as TypedDocumentString<ContractFragment, unknown>;
export const TimelineFragmentDoc = new TypedDocumentString(`
    fragment Timeline on Order {
  status
  timeline {
    at
    step
  }
}
    `, {"fragmentName":"Timeline"}) as unknown as TypedDocumentString<TimelineFragment, unknown>;
export const WayOnFragmentDoc = new TypedDocumentString(`
    fragment WayOn on Order {
  rejection {
    code
    message
  }
  payment {
    captured {
      amount
    }
    refunded {
      amount
    }
  }
  shipments {
    id
    lines {
      id
      quantity
      product {
        id
      }
    }
  }
}
    `, {"fragmentName":"WayOn"}) as unknown as TypedDocumentString<WayOnFragment, unknown>;
export const ShipmentsFragmentDoc = new TypedDocumentString(`
    fragment Shipments on Order {
  status
  shipments {
    id
    status
    method
    slotStart
    slotEnd
    note
    address {
      recipient
      line1
      line2
    }
    store {
      id
      name
      slug
      address {
        line1
      }
    }
    lines {
      id
      name
      quantity
      total {
        amount
      }
      product {
        id
        images {
          ...Picture
        }
      }
    }
  }
}
    fragment Picture on Image {
  url
  alt
  width
  height
}`, {"fragmentName":"Shipments"}) as unknown as TypedDocumentString<ShipmentsFragment, unknown>;
export const AmountsFragmentDoc = new TypedDocumentString(`
    fragment Amounts on Order {
  subtotal {
    amount
  }
  discount {
    amount
  }
  deliveryFee {
    amount
  }
  voucherPaid {
    amount
  }
  total {
    amount
  }
  payment {
    status
  }
}
    `, {"fragmentName":"Amounts"}) as unknown as TypedDocumentString<AmountsFragment, unknown>;
export const WholeOrderFragmentDoc = new TypedDocumentString(`
    fragment WholeOrder on Order {
  id
  number
  status
  placedAt
  rejection {
    code
    message
  }
  ...Timeline
  ...WayOn
  ...Shipments
  ...Amounts
}
    fragment Amounts on Order {
  subtotal {
    amount
  }
  discount {
    amount
  }
  deliveryFee {
    amount
  }
  voucherPaid {
    amount
  }
  total {
    amount
  }
  payment {
    status
  }
}
fragment Shipments on Order {
  status
  shipments {
    id
    status
    method
    slotStart
    slotEnd
    note
    address {
      recipient
      line1
      line2
    }
    store {
      id
      name
      slug
      address {
        line1
      }
    }
    lines {
      id
      name
      quantity
      total {
        amount
      }
      product {
        id
        images {
          ...Picture
        }
      }
    }
  }
}
fragment Timeline on Order {
  status
  timeline {
    at
    step
  }
}
fragment WayOn on Order {
  rejection {
    code
    message
  }
  payment {
    captured {
      amount
    }
    refunded {
      amount
    }
  }
  shipments {
    id
    lines {
      id
      quantity
      product {
        id
      }
    }
  }
}
fragment Picture on Image {
  url
  alt
  width
  height
}`, {"fragmentName":"WholeOrder"}) as unknown as TypedDocumentString<WholeOrderFragment, unknown>;
export const BuyFragmentDoc = new TypedDocumentString(`
    fragment Buy on Product {
  id
}
    `, {"fragmentName":"Buy"}) as unknown as TypedDocumentString<BuyFragment, unknown>;
export const LanguageOfFlowersFragmentDoc = new TypedDocumentString(`
    fragment LanguageOfFlowers on Product {
  representativeFlower {
    id
  }
  flowers {
    id
    name
    meaning
    imageUrl
  }
}
    `, {"fragmentName":"LanguageOfFlowers"}) as unknown as TypedDocumentString<LanguageOfFlowersFragment, unknown>;
export const LikeFragmentDoc = new TypedDocumentString(`
    fragment Like on Product {
  id
  likeCount
  likedByMe
}
    `, {"fragmentName":"Like"}) as unknown as TypedDocumentString<LikeFragment, unknown>;
export const ReviewsFragmentDoc = new TypedDocumentString(`
    fragment Reviews on Product {
  averageRating
  reviewCount
  reviews(first: 6) {
    nodes {
      id
      author
      rating
      body
      createdAt
    }
  }
}
    `, {"fragmentName":"Reviews"}) as unknown as TypedDocumentString<ReviewsFragment, unknown>;
export const FilterCountsFragmentDoc = new TypedDocumentString(`
    fragment FilterCounts on ProductFacets {
  categories {
    id
    count
  }
  tags {
    id
    count
  }
  flowers {
    id
    count
  }
}
    `, {"fragmentName":"FilterCounts"}) as unknown as TypedDocumentString<FilterCountsFragment, unknown>;
export const CategoryNamesFragmentDoc = new TypedDocumentString(`
    fragment CategoryNames on Category {
  id
  name
}
    `, {"fragmentName":"CategoryNames"}) as unknown as TypedDocumentString<CategoryNamesFragment, unknown>;
export const TagNamesFragmentDoc = new TypedDocumentString(`
    fragment TagNames on Tag {
  id
  kind
  name
}
    `, {"fragmentName":"TagNames"}) as unknown as TypedDocumentString<TagNamesFragment, unknown>;
export const FlowerNamesFragmentDoc = new TypedDocumentString(`
    fragment FlowerNames on Flower {
  id
  name
}
    `, {"fragmentName":"FlowerNames"}) as unknown as TypedDocumentString<FlowerNamesFragment, unknown>;
export const ProductCardFragmentDoc = new TypedDocumentString(`
    fragment ProductCard on Product {
  id
  name
  price {
    amount
  }
  availability
  images {
    ...Picture
  }
  store {
    id
    name
  }
}
    fragment Picture on Image {
  url
  alt
  width
  height
}`, {"fragmentName":"ProductCard"}) as unknown as TypedDocumentString<ProductCardFragment, unknown>;
export const StoreRowFragmentDoc = new TypedDocumentString(`
    fragment StoreRow on Store {
  slug
  name
  description
  status
  address {
    line1
  }
  hours {
    weekday
    opens
    closes
  }
}
    `, {"fragmentName":"StoreRow"}) as unknown as TypedDocumentString<StoreRowFragment, unknown>;
export const RefreshSessionDocument = new TypedDocumentString(`
    mutation RefreshSession($refreshToken: String!) {
  refreshSession(refreshToken: $refreshToken) {
    session {
      accessToken
      accessTokenExpiresAt
      refreshToken
    }
    userErrors {
      code
    }
  }
}
    `) as unknown as TypedDocumentString<RefreshSessionMutation, RefreshSessionMutationVariables>;
export const SignOutDocument = new TypedDocumentString(`
    mutation SignOut($refreshToken: String!) {
  signOut(refreshToken: $refreshToken) {
    done
  }
}
    `) as unknown as TypedDocumentString<SignOutMutation, SignOutMutationVariables>;
export const StoreWeekDocument = new TypedDocumentString(`
    query StoreWeek($id: ID!, $method: FulfilmentMethod!, $d0: Date!, $d1: Date!, $d2: Date!, $d3: Date!, $d4: Date!, $d5: Date!, $d6: Date!) {
  store(id: $id) {
    id
    d0: slots(method: $method, date: $d0) {
      ...SlotTime
    }
    d1: slots(method: $method, date: $d1) {
      ...SlotTime
    }
    d2: slots(method: $method, date: $d2) {
      ...SlotTime
    }
    d3: slots(method: $method, date: $d3) {
      ...SlotTime
    }
    d4: slots(method: $method, date: $d4) {
      ...SlotTime
    }
    d5: slots(method: $method, date: $d5) {
      ...SlotTime
    }
    d6: slots(method: $method, date: $d6) {
      ...SlotTime
    }
  }
}
    fragment SlotTime on Slot {
  id
  start
  end
  remaining
}`) as unknown as TypedDocumentString<StoreWeekQuery, StoreWeekQueryVariables>;
export const BagCountDocument = new TypedDocumentString(`
    query BagCount($id: ID!) {
  cart(id: $id) {
    id
    lines {
      id
      quantity
      product {
        id
      }
    }
  }
}
    `) as unknown as TypedDocumentString<BagCountQuery, BagCountQueryVariables>;
export const CreateBagDocument = new TypedDocumentString(`
    mutation CreateBag($lines: [CartLineInput!]) {
  createCart(lines: $lines) {
    cart {
      id
    }
    userErrors {
      code
      message
      field
    }
  }
}
    `) as unknown as TypedDocumentString<CreateBagMutation, CreateBagMutationVariables>;
export const SetBagLineDocument = new TypedDocumentString(`
    mutation SetBagLine($cartId: ID!, $line: CartLineInput!) {
  setCartLine(cartId: $cartId, line: $line) {
    cart {
      id
    }
    userErrors {
      code
      message
      field
    }
  }
}
    `) as unknown as TypedDocumentString<SetBagLineMutation, SetBagLineMutationVariables>;
export const AttachBagDocument = new TypedDocumentString(`
    mutation AttachBag($cartId: ID!) {
  attachCart(cartId: $cartId) {
    cart {
      id
    }
    userErrors {
      code
    }
  }
}
    `) as unknown as TypedDocumentString<AttachBagMutation, AttachBagMutationVariables>;
export const MyBagDocument = new TypedDocumentString(`
    query MyBag {
  me {
    cart {
      id
    }
  }
}
    `) as unknown as TypedDocumentString<MyBagQuery, MyBagQueryVariables>;
export const UnreadDocument = new TypedDocumentString(`
    query Unread {
  me {
    notifications(first: 1, unreadOnly: true) {
      unreadCount
    }
  }
}
    `) as unknown as TypedDocumentString<UnreadQuery, UnreadQueryVariables>;
export const NotifiedDocument = new TypedDocumentString(`
    subscription Notified {
  notifications {
    id
    title
    order {
      id
    }
  }
}
    `) as unknown as TypedDocumentString<NotifiedSubscription, NotifiedSubscriptionVariables>;
export const CartPageDocument = new TypedDocumentString(`
    query CartPage($id: ID!) {
  cart(id: $id) {
    id
    subtotal {
      amount
    }
    lines {
      id
      problems {
        code
      }
      ...CartLine
    }
  }
}
    fragment CartLine on CartLine {
  id
  quantity
  total {
    amount
  }
  problems {
    code
    message
  }
  store {
    id
    name
    slug
  }
  product {
    id
    name
    images {
      ...Picture
    }
  }
}
fragment Picture on Image {
  url
  alt
  width
  height
}`) as unknown as TypedDocumentString<CartPageQuery, CartPageQueryVariables>;
export const CheckoutPageDocument = new TypedDocumentString(`
    query CheckoutPage($cartId: ID!, $fromCart: Boolean!, $productId: ID!, $fromProduct: Boolean!) {
  cart(id: $cartId) @include(if: $fromCart) {
    id
    lines {
      id
      quantity
      unitPrice {
        amount
      }
      product {
        id
        name
        fulfilmentMethods
      }
      store {
        id
        name
      }
    }
  }
  product(id: $productId) @include(if: $fromProduct) {
    id
    name
    fulfilmentMethods
    price {
      amount
    }
    store {
      id
      name
    }
  }
  me {
    id
    ...Steps
  }
}
    fragment AddressChoice on SavedAddress {
  id
  label
  address {
    recipient
    postcode
    line1
    line2
  }
}
fragment Steps on Member {
  addresses {
    id
    isDefault
    address {
      recipient
      phone
      postcode
      line1
      line2
    }
    ...AddressChoice
  }
}`) as unknown as TypedDocumentString<CheckoutPageQuery, CheckoutPageQueryVariables>;
export const QuoteOrderDocument = new TypedDocumentString(`
    query QuoteOrder($input: QuoteOrderInput!) {
  quoteOrder(input: $input) {
    quote {
      subtotal {
        amount
      }
      deliveryFee {
        amount
      }
      total {
        amount
      }
    }
    userErrors {
      code
      message
      field
    }
  }
}
    `) as unknown as TypedDocumentString<QuoteOrderQuery, QuoteOrderQueryVariables>;
export const PlaceOrderDocument = new TypedDocumentString(`
    mutation PlaceOrder($input: PlaceOrderInput!) {
  placeOrder(input: $input) {
    order {
      id
    }
    userErrors {
      code
      message
      field
    }
  }
}
    `) as unknown as TypedDocumentString<PlaceOrderMutation, PlaceOrderMutationVariables>;
export const KeepAddressDocument = new TypedDocumentString(`
    mutation KeepAddress($input: SaveAddressInput!) {
  saveAddress(input: $input) {
    userErrors {
      code
    }
  }
}
    `) as unknown as TypedDocumentString<KeepAddressMutation, KeepAddressMutationVariables>;
export const FlowersPageDocument = new TypedDocumentString(`
    query FlowersPage {
  flowers {
    ...FlowerEntry
  }
}
    fragment FlowerEntry on Flower {
  id
  name
  meaning
  months
  imageUrl
  meanings {
    colour
    text
    tone
  }
}`) as unknown as TypedDocumentString<FlowersPageQuery, FlowersPageQueryVariables>;
export const HomePageDocument = new TypedDocumentString(`
    query HomePage {
  picks: products(
    sort: BEST_SELLING
    filter: {kind: REGULAR, inStockOnly: true}
    first: 8
  ) {
    nodes {
      id
      ...ProductCard
    }
  }
  newest: products(
    sort: NEWEST
    filter: {kind: REGULAR, inStockOnly: true}
    first: 4
  ) {
    nodes {
      id
      ...ProductCard
    }
  }
  categories {
    ...Categories
  }
  occasions: tags(kind: OCCASION) {
    ...Occasions
  }
  flowers {
    ...FlowersOfTheMonth
  }
  stores(first: 6) {
    nodes {
      id
      ...StoreRow
    }
  }
}
    fragment Categories on Category {
  id
  name
}
fragment FlowersOfTheMonth on Flower {
  id
  name
  meaning
  months
  imageUrl
}
fragment Occasions on Tag {
  id
  name
}
fragment Picture on Image {
  url
  alt
  width
  height
}
fragment ProductCard on Product {
  id
  name
  price {
    amount
  }
  availability
  images {
    ...Picture
  }
  store {
    id
    name
  }
}
fragment StoreRow on Store {
  slug
  name
  description
  status
  address {
    line1
  }
  hours {
    weekday
    opens
    closes
  }
}`) as unknown as TypedDocumentString<HomePageQuery, HomePageQueryVariables>;
export const AddressesDocument = new TypedDocumentString(`
    query Addresses {
  me {
    addresses {
      id
      ...SavedAddressRow
    }
  }
}
    fragment SavedAddressRow on SavedAddress {
  id
  label
  isDefault
  address {
    recipient
    phone
    postcode
    line1
    line2
  }
}`) as unknown as TypedDocumentString<AddressesQuery, AddressesQueryVariables>;
export const SaveAddressDocument = new TypedDocumentString(`
    mutation SaveAddress($input: SaveAddressInput!) {
  saveAddress(input: $input) {
    userErrors {
      code
      message
      field
    }
  }
}
    `) as unknown as TypedDocumentString<SaveAddressMutation, SaveAddressMutationVariables>;
export const RemoveAddressDocument = new TypedDocumentString(`
    mutation RemoveAddress($id: ID!) {
  removeAddress(id: $id) {
    userErrors {
      code
      message
      field
    }
  }
}
    `) as unknown as TypedDocumentString<RemoveAddressMutation, RemoveAddressMutationVariables>;
export const InboxDocument = new TypedDocumentString(`
    query Inbox($after: String) {
  me {
    notifications(first: 20, after: $after) {
      nodes {
        id
        ...Message
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
}
    fragment Message on Notification {
  id
  title
  body
  createdAt
  readAt
  order {
    id
  }
  product {
    id
  }
}`) as unknown as TypedDocumentString<InboxQuery, InboxQueryVariables>;
export const AcknowledgeDocument = new TypedDocumentString(`
    mutation Acknowledge($id: ID!) {
  acknowledgeNotification(id: $id) {
    userErrors {
      code
    }
  }
}
    `) as unknown as TypedDocumentString<AcknowledgeMutation, AcknowledgeMutationVariables>;
export const LikedDocument = new TypedDocumentString(`
    query Liked($after: String) {
  me {
    likedProducts(first: 12, after: $after) {
      nodes {
        id
        ...ProductCard
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
}
    fragment Picture on Image {
  url
  alt
  width
  height
}
fragment ProductCard on Product {
  id
  name
  price {
    amount
  }
  availability
  images {
    ...Picture
  }
  store {
    id
    name
  }
}`) as unknown as TypedDocumentString<LikedQuery, LikedQueryVariables>;
export const MyPageDocument = new TypedDocumentString(`
    query MyPage {
  me {
    id
    name
  }
}
    `) as unknown as TypedDocumentString<MyPageQuery, MyPageQueryVariables>;
export const OrdersDocument = new TypedDocumentString(`
    query Orders($after: String) {
  me {
    orders(first: 12, after: $after) {
      nodes {
        id
        ...OrderRow
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
}
    fragment OrderRow on Order {
  id
  number
  status
  placedAt
  total {
    amount
  }
  shipments {
    id
    lines {
      id
      name
      product {
        id
        images {
          ...Picture
        }
      }
    }
  }
}
fragment Picture on Image {
  url
  alt
  width
  height
}`) as unknown as TypedDocumentString<OrdersQuery, OrdersQueryVariables>;
export const SubscriptionsDocument = new TypedDocumentString(`
    query Subscriptions {
  me {
    subscriptions(first: 20) {
      nodes {
        id
        ...Contract
      }
    }
  }
}
    fragment Contract on SubscriptionContract {
  id
  status
  cadence
  nextDelivery
  price {
    amount
  }
  product {
    id
    name
    images {
      ...Picture
    }
  }
  upcoming(first: 4) {
    id
    date
    status
  }
}
fragment Picture on Image {
  url
  alt
  width
  height
}`) as unknown as TypedDocumentString<SubscriptionsQuery, SubscriptionsQueryVariables>;
export const OrderPageDocument = new TypedDocumentString(`
    query OrderPage($id: ID!) {
  order(id: $id) {
    ...WholeOrder
  }
}
    fragment Amounts on Order {
  subtotal {
    amount
  }
  discount {
    amount
  }
  deliveryFee {
    amount
  }
  voucherPaid {
    amount
  }
  total {
    amount
  }
  payment {
    status
  }
}
fragment WholeOrder on Order {
  id
  number
  status
  placedAt
  rejection {
    code
    message
  }
  ...Timeline
  ...WayOn
  ...Shipments
  ...Amounts
}
fragment Shipments on Order {
  status
  shipments {
    id
    status
    method
    slotStart
    slotEnd
    note
    address {
      recipient
      line1
      line2
    }
    store {
      id
      name
      slug
      address {
        line1
      }
    }
    lines {
      id
      name
      quantity
      total {
        amount
      }
      product {
        id
        images {
          ...Picture
        }
      }
    }
  }
}
fragment Timeline on Order {
  status
  timeline {
    at
    step
  }
}
fragment WayOn on Order {
  rejection {
    code
    message
  }
  payment {
    captured {
      amount
    }
    refunded {
      amount
    }
  }
  shipments {
    id
    lines {
      id
      quantity
      product {
        id
      }
    }
  }
}
fragment Picture on Image {
  url
  alt
  width
  height
}`) as unknown as TypedDocumentString<OrderPageQuery, OrderPageQueryVariables>;
export const OrderUpdatesDocument = new TypedDocumentString(`
    subscription OrderUpdates($id: ID!) {
  orderUpdates(orderId: $id) {
    ...WholeOrder
  }
}
    fragment Amounts on Order {
  subtotal {
    amount
  }
  discount {
    amount
  }
  deliveryFee {
    amount
  }
  voucherPaid {
    amount
  }
  total {
    amount
  }
  payment {
    status
  }
}
fragment WholeOrder on Order {
  id
  number
  status
  placedAt
  rejection {
    code
    message
  }
  ...Timeline
  ...WayOn
  ...Shipments
  ...Amounts
}
fragment Shipments on Order {
  status
  shipments {
    id
    status
    method
    slotStart
    slotEnd
    note
    address {
      recipient
      line1
      line2
    }
    store {
      id
      name
      slug
      address {
        line1
      }
    }
    lines {
      id
      name
      quantity
      total {
        amount
      }
      product {
        id
        images {
          ...Picture
        }
      }
    }
  }
}
fragment Timeline on Order {
  status
  timeline {
    at
    step
  }
}
fragment WayOn on Order {
  rejection {
    code
    message
  }
  payment {
    captured {
      amount
    }
    refunded {
      amount
    }
  }
  shipments {
    id
    lines {
      id
      quantity
      product {
        id
      }
    }
  }
}
fragment Picture on Image {
  url
  alt
  width
  height
}`) as unknown as TypedDocumentString<OrderUpdatesSubscription, OrderUpdatesSubscriptionVariables>;
export const DeliveryToDocument = new TypedDocumentString(`
    query DeliveryTo($storeId: ID!, $postcode: String!, $date: Date!) {
  store(id: $storeId) {
    id
    deliveryQuote(postcode: $postcode, date: $date) {
      deliverable
      fee {
        amount
      }
      reason
    }
  }
}
    `) as unknown as TypedDocumentString<DeliveryToQuery, DeliveryToQueryVariables>;
export const LikeProductDocument = new TypedDocumentString(`
    mutation LikeProduct($productId: ID!) {
  likeProduct(productId: $productId) {
    userErrors {
      code
    }
  }
}
    `) as unknown as TypedDocumentString<LikeProductMutation, LikeProductMutationVariables>;
export const UnlikeProductDocument = new TypedDocumentString(`
    mutation UnlikeProduct($productId: ID!) {
  unlikeProduct(productId: $productId) {
    userErrors {
      code
    }
  }
}
    `) as unknown as TypedDocumentString<UnlikeProductMutation, UnlikeProductMutationVariables>;
export const ProductPageDocument = new TypedDocumentString(`
    query ProductPage($id: ID!) {
  product(id: $id) {
    id
    kind
    name
    description
    availability
    cadences
    fulfilmentMethods
    price {
      amount
    }
    category {
      id
      name
    }
    tags {
      id
      name
    }
    images {
      ...Picture
    }
    representativeFlower {
      id
    }
    store {
      id
      slug
      name
      address {
        line1
      }
      products(first: 5) {
        nodes {
          id
          ...ProductCard
        }
      }
    }
    ...Buy
    ...Like
    ...LanguageOfFlowers
    ...Reviews
  }
}
    fragment Buy on Product {
  id
}
fragment LanguageOfFlowers on Product {
  representativeFlower {
    id
  }
  flowers {
    id
    name
    meaning
    imageUrl
  }
}
fragment Like on Product {
  id
  likeCount
  likedByMe
}
fragment Reviews on Product {
  averageRating
  reviewCount
  reviews(first: 6) {
    nodes {
      id
      author
      rating
      body
      createdAt
    }
  }
}
fragment Picture on Image {
  url
  alt
  width
  height
}
fragment ProductCard on Product {
  id
  name
  price {
    amount
  }
  availability
  images {
    ...Picture
  }
  store {
    id
    name
  }
}`) as unknown as TypedDocumentString<ProductPageQuery, ProductPageQueryVariables>;
export const SearchPageDocument = new TypedDocumentString(`
    query SearchPage($search: String, $filter: ProductFilter, $sort: ProductSort, $after: String) {
  products(
    search: $search
    filter: $filter
    sort: $sort
    first: 24
    after: $after
  ) {
    nodes {
      id
      ...ProductCard
    }
    pageInfo {
      hasNextPage
      endCursor
    }
    totalCount
    facets {
      ...FilterCounts
    }
  }
  categories {
    ...CategoryNames
  }
  tags {
    ...TagNames
  }
  flowers {
    ...FlowerNames
  }
}
    fragment FilterCounts on ProductFacets {
  categories {
    id
    count
  }
  tags {
    id
    count
  }
  flowers {
    id
    count
  }
}
fragment CategoryNames on Category {
  id
  name
}
fragment TagNames on Tag {
  id
  kind
  name
}
fragment FlowerNames on Flower {
  id
  name
}
fragment Picture on Image {
  url
  alt
  width
  height
}
fragment ProductCard on Product {
  id
  name
  price {
    amount
  }
  availability
  images {
    ...Picture
  }
  store {
    id
    name
  }
}`) as unknown as TypedDocumentString<SearchPageQuery, SearchPageQueryVariables>;
export const CountReadingsDocument = new TypedDocumentString(`
    query CountReadings($a: ProductFilter, $b: ProductFilter, $c: ProductFilter, $d: ProductFilter) {
  a: products(filter: $a, first: 1) {
    totalCount
  }
  b: products(filter: $b, first: 1) {
    totalCount
  }
  c: products(filter: $c, first: 1) {
    totalCount
  }
  d: products(filter: $d, first: 1) {
    totalCount
  }
}
    `) as unknown as TypedDocumentString<CountReadingsQuery, CountReadingsQueryVariables>;
export const SignInDocument = new TypedDocumentString(`
    mutation SignIn($input: SignInInput!) {
  signIn(input: $input) {
    session {
      accessToken
      accessTokenExpiresAt
      refreshToken
    }
    userErrors {
      code
      message
      field
    }
  }
}
    `) as unknown as TypedDocumentString<SignInMutation, SignInMutationVariables>;
export const SignUpDocument = new TypedDocumentString(`
    mutation SignUp($input: SignUpInput!) {
  signUp(input: $input) {
    session {
      accessToken
      accessTokenExpiresAt
      refreshToken
    }
    userErrors {
      code
      message
      field
    }
  }
}
    `) as unknown as TypedDocumentString<SignUpMutation, SignUpMutationVariables>;
export const StorePageDocument = new TypedDocumentString(`
    query StorePage($slug: String!, $after: String) {
  store(slug: $slug) {
    id
    name
    description
    phone
    status
    address {
      postcode
      line1
      line2
    }
    hours {
      weekday
      opens
      closes
    }
    deliveryAreas {
      postcodePrefix
      fee {
        amount
      }
      freeAbove {
        amount
      }
    }
    averageRating
    followerCount
    followedByMe
    products(first: 24, after: $after, filter: {kind: REGULAR}) {
      nodes {
        id
        ...ProductCard
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
}
    fragment Picture on Image {
  url
  alt
  width
  height
}
fragment ProductCard on Product {
  id
  name
  price {
    amount
  }
  availability
  images {
    ...Picture
  }
  store {
    id
    name
  }
}`) as unknown as TypedDocumentString<StorePageQuery, StorePageQueryVariables>;
export const FollowStoreDocument = new TypedDocumentString(`
    mutation FollowStore($storeId: ID!) {
  followStore(storeId: $storeId) {
    userErrors {
      code
    }
  }
}
    `) as unknown as TypedDocumentString<FollowStoreMutation, FollowStoreMutationVariables>;
export const UnfollowStoreDocument = new TypedDocumentString(`
    mutation UnfollowStore($storeId: ID!) {
  unfollowStore(storeId: $storeId) {
    userErrors {
      code
    }
  }
}
    `) as unknown as TypedDocumentString<UnfollowStoreMutation, UnfollowStoreMutationVariables>;
export const StoresPageDocument = new TypedDocumentString(`
    query StoresPage($filter: StoreFilter, $after: String) {
  stores(filter: $filter, first: 24, after: $after) {
    nodes {
      id
      ...StoreRow
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    fragment StoreRow on Store {
  slug
  name
  description
  status
  address {
    line1
  }
  hours {
    weekday
    opens
    closes
  }
}`) as unknown as TypedDocumentString<StoresPageQuery, StoresPageQueryVariables>;