package domain

// Things that other services own, by their ids.
type (
	// Member is whoever is told.
	Member struct{ id string }
	// Product is what a notification is about.
	Product struct{ id string }
	// Order is what a notification is about.
	Order struct{ id string }
)

// NewMember points at a member.
func NewMember(id string) *Member { return &Member{id} }

// ID is the member's.
func (m *Member) ID() string { return m.id }

// ID is the product's.
func (p *Product) ID() string { return p.id }

// ID is the order's.
func (o *Order) ID() string { return o.id }

// IsEntity says that a member is known by an id across the graph.
func (Member) IsEntity() {}

// IsEntity says that a product is known by an id across the graph.
func (Product) IsEntity() {}

// IsEntity says that an order is known by an id across the graph.
func (Order) IsEntity() {}
