import { useEffect } from "react";
import { useQueryClient } from "@tanstack/react-query";
import { Link } from "react-router";
import { graphql } from "@/gql";
import { useGraph } from "@/shared/graph/graph";
import { follow } from "@/shared/live/live";
import { useWords } from "@/shared/language/words";
import { Icon } from "@/shared/icons/Icon";
import { button } from "@/shared/interface/button";
import { note } from "@/shared/interface/notes";
import { frameWords } from "./words";

const Unread = graphql(`
  query Unread {
    me {
      notifications(first: 1, unreadOnly: true) {
        unreadCount
      }
    }
  }
`);

const Notified = graphql(`
  subscription Notified {
    notifications {
      id
      title
      order {
        id
      }
    }
  }
`);

/** The way to the inbox. It follows the inbox live, and says what comes while the shopper looks around. */
export function Bell() {
  const w = useWords(frameWords);
  const queries = useQueryClient();
  const { data } = useGraph(Unread, {});
  const unread = data?.data.me?.notifications?.unreadCount ?? 0;

  useEffect(() => {
    // The page itself comes first; the inbox may wait until it stands.
    let leave = () => {};
    const timer = setTimeout(() => {
      leave = follow(Notified, {}, {
        heard({ notifications }) {
          // Whoever looks at the order sees the same thing there.
          if (window.location.pathname !== `/orders/${notifications.order?.id ?? ""}`) note(notifications.title);
          void queries.invalidateQueries({ queryKey: ["Unread"] });
          void queries.invalidateQueries({ queryKey: ["Inbox"] });
        },
      });
    }, 2_000);
    return () => {
      clearTimeout(timer);
      leave();
    };
  }, [queries]);

  return (
    <Link to="/my/inbox" aria-label={w.inbox(unread)} className={`${button.icon} relative`}>
      <Icon name="bell" />
      {unread > 0 && <span className="absolute top-2.5 right-2.5 size-2 rounded-full bg-camellia" />}
    </Link>
  );
}
