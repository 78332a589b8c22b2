import { type ComponentType, lazy } from "react";
import { Route, Routes } from "react-router";
import { Shell } from "./frame/Shell";

/** A page that is loaded when it is first opened; until then the page before it stays in view. */
function page(load: () => Promise<{ Component: ComponentType }>) {
  return lazy(async () => ({ default: (await load()).Component }));
}

const Home = page(() => import("./pages/home/HomePage"));
const Search = page(() => import("./pages/search/SearchPage"));
const Product = page(() => import("./pages/product/ProductPage"));
const Stores = page(() => import("./pages/stores/StoresPage"));
const Store = page(() => import("./pages/store/StorePage"));
const Flowers = page(() => import("./pages/flowers/FlowersPage"));
const Cart = page(() => import("./pages/cart/CartPage"));
const SignIn = page(() => import("./pages/sign-in/SignInPage"));
const SignUp = page(() => import("./pages/sign-in/SignUpPage"));
const Checkout = page(() => import("./pages/checkout/CheckoutPage"));
const Order = page(() => import("./pages/order/OrderPage"));
const My = page(() => import("./pages/my/MyPage"));
const Orders = page(() => import("./pages/my/Orders"));
const Liked = page(() => import("./pages/my/Liked"));
const Subscriptions = page(() => import("./pages/my/Subscriptions"));
const Addresses = page(() => import("./pages/my/Addresses"));
const Inbox = page(() => import("./pages/my/Inbox"));
const NotFound = page(() => import("./pages/not-found/NotFoundPage"));

/** Every page of the shop, by its path. */
export function Pages() {
  return (
    <Routes>
      <Route element={<Shell />}>
        <Route path="/" element={<Home />} />
        <Route path="/search" element={<Search />} />
        <Route path="/products/:id" element={<Product />} />
        <Route path="/stores" element={<Stores />} />
        <Route path="/stores/:slug" element={<Store />} />
        <Route path="/flowers" element={<Flowers />} />
        <Route path="/cart" element={<Cart />} />
        <Route path="/sign-in" element={<SignIn />} />
        <Route path="/sign-up" element={<SignUp />} />
        <Route path="/checkout" element={<Checkout />} />
        <Route path="/orders/:id" element={<Order />} />
        <Route path="/my" element={<My />}>
          <Route index element={<Orders />} />
          <Route path="liked" element={<Liked />} />
          <Route path="subscriptions" element={<Subscriptions />} />
          <Route path="addresses" element={<Addresses />} />
          <Route path="inbox" element={<Inbox />} />
        </Route>
        <Route path="*" element={<NotFound />} />
      </Route>
    </Routes>
  );
}
