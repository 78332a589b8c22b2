import type { ReactNode } from "react";
import { Link } from "react-router";
import { button } from "@/shared/interface/button";

interface Props {
  title: string;
  lead?: string;
  way?: { to: string; label: string };
  children: ReactNode;
}

/** One idea of the home page. */
export function Section({ title, lead, way, children }: Props) {
  return (
    <section className="page mt-20 md:mt-32">
      <div className="mb-6 flex flex-wrap items-end justify-between gap-x-8 gap-y-1 md:mb-10">
        <div>
          <h2 className="text-xl md:text-2xl">{title}</h2>
          {lead && <p className="mt-1 text-quiet">{lead}</p>}
        </div>
        {way && (
          <Link to={way.to} className={button.text}>
            {way.label}
          </Link>
        )}
      </div>
      {children}
    </section>
  );
}
