package fault

type message struct {
	ko, en string
	edge   bool // a GraphQL error, not data
}

// messages has every code of the contract that this code base can say, with what it says to people unless
// whoever refuses knows better. Korean is in the voice of the house: what to do next, without blame.
var messages = map[string]message{
	// The edge.
	"UNAUTHENTICATED":      {"로그인이 필요해요.", "Please sign in first.", true},
	"FORBIDDEN":            {"이 작업을 할 수 있는 권한이 없어요.", "Your role does not allow this.", true},
	"BAD_USER_INPUT":       {"요청의 형식이 맞지 않아요.", "The request is not well formed.", true},
	"RATE_LIMITED":         {"요청이 너무 잦아요. 잠시 뒤에 다시 시도해 주세요.", "Too many requests. Please try again in a moment.", true},
	"TOO_COMPLEX":          {"요청이 너무 복잡해요. 나누어 보내 주세요.", "The request is too complex. Please send it in parts.", true},
	"SUBGRAPH_UNAVAILABLE": {"이 부분은 잠시 쉬고 있어요. 곧 다시 시도해 주세요.", "This part is resting. Please try again soon.", true},
	"INTERNAL":             {"잠시 문제가 생겼어요. 다시 시도해 주세요.", "Something went wrong on our side. Please try again.", true},

	// Everywhere.
	"NOT_FOUND":              {"찾을 수 없어요.", "It could not be found.", false},
	"INVALID":                {"입력한 내용을 확인해 주세요.", "Please check what was entered.", false},
	"IDEMPOTENCY_KEY_REUSED": {"같은 요청 번호로 다른 내용이 들어왔어요. 새 번호로 다시 보내 주세요.", "This idempotencyKey was used with other input. Please use a new one.", false},
	"CONFLICT":               {"그사이 내용이 바뀌었어요. 새로 고친 뒤 다시 시도해 주세요.", "It has changed meanwhile. Please reload and try again.", false},

	// account
	"EMAIL_TAKEN":       {"이미 가입된 이메일이에요. 로그인해 주세요.", "This email has an account already. Please sign in.", false},
	"PASSWORD_TOO_WEAK": {"비밀번호는 10자 이상으로, 흔하지 않게 정해 주세요.", "Please choose a password of 10 characters or more that is not a common one.", false},
	"BAD_CREDENTIALS":   {"이메일이나 비밀번호가 맞지 않아요.", "The email or the password is not right.", false},
	"ACCOUNT_SUSPENDED": {"이용이 정지된 계정이에요. 고객센터로 문의해 주세요.", "This account is suspended. Please write to us.", false},
	"TOKEN_REUSED":      {"이미 사용된 로그인 정보예요. 안전을 위해 다시 로그인해 주세요.", "This refresh token was used before. Please sign in again, to be safe.", false},

	// product
	"TOO_MANY_TAGS":        {"태그는 7개까지 고를 수 있어요.", "A product has 7 tags at most.", false},
	"NO_FLOWERS":           {"꽃을 하나 이상 골라 주세요.", "Please choose at least one flower.", false},
	"NOT_ITS_FLOWER":       {"대표 꽃은 상품에 들어 있는 꽃이어야 해요.", "The representative flower has to be one of the product's.", false},
	"NOT_FOR_SUBSCRIPTION": {"상품 종류에 맞지 않는 항목이에요.", "This does not go with the kind of product.", false},
	"BAD_TRANSITION":       {"지금 상태에서는 할 수 없어요.", "This can't be done in its present state.", false},
	"STOCK_NEGATIVE":       {"재고보다 많이 뺄 수 없어요.", "The stock can't go below zero.", false},

	// store
	"OVERLAPPING_HOURS": {"영업시간이 겹쳐요.", "The opening hours overlap.", false},

	// order, of a line in a cart
	"SOLD_OUT": {"지금은 품절이에요. 다시 들어오면 알려 드릴까요?", "It is sold out for now. Shall we tell you when it is back?", false},

	// order, refused at placing
	"EMPTY":            {"장바구니가 비어 있어요. 꽃을 담아 주세요.", "There is nothing to order yet. Please choose some flowers.", false},
	"PRICE_CHANGED":    {"그사이 가격이 바뀌었어요. 새 금액을 확인해 주세요.", "The price has changed meanwhile. Please look at the new total.", false},
	"STORE_CLOSED":     {"지금은 주문을 받지 않는 가게예요.", "This store is not taking orders now.", false},
	"NOT_DELIVERABLE":  {"이 주소로는 배달하지 않아요. 픽업이나 다른 가게를 살펴봐 주세요.", "This store does not deliver to that address. Pickup or another store may work.", false},
	"SLOT_CLOSED":      {"이미 마감된 시간이에요. 다른 시간을 골라 주세요.", "That time can't be booked any more. Please choose another.", false},
	"PAYMENT_REQUIRED": {"결제 수단을 골라 주세요.", "Please choose how to pay.", false},
	"UNKNOWN_TOKEN":    {"결제 수단을 확인할 수 없어요. 다시 등록해 주세요.", "This means of payment is not known. Please enter it again.", false},

	// order, as the code of a rejection
	"OUT_OF_STOCK":     {"방금 마지막 한 다발이 나갔어요. 다시 들어오면 알려 드릴까요?", "The last one has just been sold. Shall we tell you when it is back?", false},
	"SLOT_FULL":        {"고른 시간이 방금 다 찼어요. 다른 시간을 골라 주세요.", "That time has just been fully booked. Please choose another.", false},
	"PAYMENT_DECLINED": {"결제가 승인되지 않았어요. 다른 결제 수단으로 다시 주문해 주세요.", "The payment was declined. Please order again with another.", false},
	"TIMED_OUT":        {"확인이 늦어져 주문을 취소했어요. 결제되지 않았으니 다시 주문해 주세요.", "It took too long to confirm, so the order was called off. Nothing was charged; please order again.", false},
}
