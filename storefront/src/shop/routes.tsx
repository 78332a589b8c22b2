import type { RouteObject } from "react-router";
import { Broken } from "./frame/Broken";
import { Shell } from "./frame/Shell";

/** Every page of the shop. Each is loaded when it is first opened. */
export const routes: RouteObject[] = [
  {
    element: <Shell />,
    errorElement: <Broken />,
    hydrateFallbackElement: <div />,
    children: [
      { path: "/", lazy: () => import("./pages/home/HomePage") },
      { path: "/search", lazy: () => import("./pages/search/SearchPage") },
      { path: "/products/:id", lazy: () => import("./pages/product/ProductPage") },
      { path: "/stores", lazy: () => import("./pages/stores/StoresPage") },
      { path: "/stores/:slug", lazy: () => import("./pages/store/StorePage") },
      { path: "/flowers", lazy: () => import("./pages/flowers/FlowersPage") },
      { path: "/cart", lazy: () => import("./pages/cart/CartPage") },
      { path: "/sign-in", lazy: () => import("./pages/sign-in/SignInPage") },
      { path: "/sign-up", lazy: () => import("./pages/sign-in/SignUpPage") },
      { path: "/checkout", lazy: () => import("./pages/checkout/CheckoutPage") },
      { path: "/orders/:id", lazy: () => import("./pages/order/OrderPage") },
      {
        path: "/my",
        lazy: () => import("./pages/my/MyPage"),
        children: [
          { index: true, lazy: () => import("./pages/my/Orders") },
          { path: "liked", lazy: () => import("./pages/my/Liked") },
          { path: "subscriptions", lazy: () => import("./pages/my/Subscriptions") },
          { path: "addresses", lazy: () => import("./pages/my/Addresses") },
          { path: "inbox", lazy: () => import("./pages/my/Inbox") },
        ],
      },
      { path: "*", lazy: () => import("./pages/not-found/NotFoundPage") },
    ],
  },
];
