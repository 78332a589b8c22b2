/** The bud of the house. */
export function Mark({ className = "size-7" }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" className={className} aria-hidden="true">
      <path d="M16 17.500c.3 4-.2 7.200-1.200 11" fill="none" stroke="#4C6B4F" strokeWidth="1.8" strokeLinecap="round" />
      <path d="M15.700 24.500c2.700-.4 5-2 6.100-4.700-3.300-.2-5.600 1.500-6.100 4.700Z" fill="#4C6B4F" />
      <path d="M16 3.500c3.300 1.400 5 3.700 5 6.700 0 3.300-2 5.900-5 7.300-3-1.400-5-4-5-7.300 0-3 1.700-5.300 5-6.700Z" fill="#B4325A" />
      <path d="M8.300 7.800c-1 5 1.600 9.200 7.700 9.700-2.600-2.600-4-5.200-4.200-8.700-1.100-.7-2.300-1-3.500-1Z" fill="#C85A7C" />
      <path d="M23.700 7.800c1 5-1.600 9.200-7.700 9.700 2.600-2.600 4-5.200 4.200-8.700 1.100-.7 2.300-1 3.500-1Z" fill="#C85A7C" />
    </svg>
  );
}
