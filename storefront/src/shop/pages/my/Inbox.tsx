import { Link } from "react-router";
import { useQueryClient } from "@tanstack/react-query";
import { graphql, type FragmentType, unmask } from "@/gql";
import { clock, fullDate } from "@/shared/calendar/seoul";
import { useChange, useGraphPages } from "@/shared/graph/graph";
import { button } from "@/shared/interface/button";
import { note } from "@/shared/interface/notes";
import { Away, Empty, Failed, Loading, Skeleton } from "@/shared/interface/States";
import { useTitle } from "@/shared/interface/Title";
import { useLanguage } from "@/shared/language/language";
import { useWords } from "@/shared/language/words";
import { myWords } from "./words";

const Inbox = graphql(`
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
`);

const Message = graphql(`
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
`);

const Acknowledge = graphql(`
  mutation Acknowledge($id: ID!) {
    acknowledgeNotification(id: $id) {
      userErrors {
        code
      }
    }
  }
`);

export function Component() {
  const w = useWords(myWords);
  useTitle(w.inbox);
  const { data, error, refetch, hasNextPage, fetchNextPage } = useGraphPages(Inbox, {}, (page) => page.me?.notifications?.pageInfo);
  if (error && !data) return <Failed failure={error} onAgain={() => void refetch()} />;
  if (!data) {
    return (
      <Loading>
        <Skeleton className="h-72" />
      </Loading>
    );
  }
  if (!data.pages[0]?.data.me?.notifications) return <Away>{w.inboxAway}</Away>;
  const messages = data.pages.flatMap((page) => page.data.me?.notifications?.nodes ?? []);
  if (messages.length === 0) return <Empty title={w.noInbox}>{w.noInboxBody}</Empty>;
  return (
    <>
      <h2 className="sr-only">{w.inbox}</h2>
      <ul>
        {messages.map((message) => (
          <MessageRow key={message.id} message={message} />
        ))}
      </ul>
      {hasNextPage && (
        <button type="button" className={`${button.second} mt-8`} onClick={() => void fetchNextPage()}>
          {w.more}
        </button>
      )}
    </>
  );
}

function MessageRow({ message: masked }: { message: FragmentType<typeof Message> }) {
  const message = unmask(Message, masked);
  const w = useWords(myWords);
  const language = useLanguage();
  const queries = useQueryClient();
  const acknowledge = useChange(Acknowledge);
  const to = message.order ? `/orders/${message.order.id}` : message.product ? `/products/${message.product.id}` : null;

  async function read() {
    if (message.readAt) return;
    try {
      await acknowledge.mutateAsync({ id: message.id });
      await Promise.all([queries.invalidateQueries({ queryKey: ["Inbox"] }), queries.invalidateQueries({ queryKey: ["Unread"] })]);
    } catch {
      note(w.failed);
    }
  }

  return (
    <li className="flex items-start gap-4 border-b border-line py-5 first:pt-0">
      <span className={`mt-2.5 size-2 shrink-0 rounded-full ${message.readAt ? "" : "bg-camellia"}`}>{!message.readAt && <span className="sr-only">{w.unread}</span>}</span>
      <div className="min-w-0 grow">
        <h3 className="font-medium">
          {to ? (
            <Link to={to} onClick={() => void read()}>
              {message.title}
            </Link>
          ) : (
            message.title
          )}
        </h3>
        <p className="measure text-sm">{message.body}</p>
        <p className="mt-1 text-sm text-quiet tabular-nums">
          {fullDate(message.createdAt, language)} {clock(message.createdAt)}
        </p>
      </div>
      {!message.readAt && (
        <button type="button" disabled={acknowledge.isPending} className="min-h-11 shrink-0 px-2 text-sm text-quiet hover:text-ink" onClick={() => void read()}>
          {w.read}
        </button>
      )}
    </li>
  );
}
