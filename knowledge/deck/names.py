"""Given names and surname endings: a hint that two words are a person, never a condition."""

from knowledge.deck.wording import word_set

_DANISH = """
aage adam agnete ahmad ahmed aksel albert alberte alex alexander alfred ali alma alva amalie amina
amir anders andrea andreas ane anette anita anja anker ann anna anne annelise annemarie annette
annika arne arnold arthur arvid asbjørn asger asmus asta astrid august axel aya ayse balder
benedikte benny bent bente berit bertil bettina bia bilal birger birgit birgitte birte birthe
bjarke bjarne bjørn bo bodil bolette brian britt britta bruno børge camilla carina carl carla
carsten casper cathrine cecilia cecilie charlotte christel christian christina christine
christoffer claes clara claus connie conny dagmar dagny dan daniel daniella david diana ditte dorte
dorthe dorthea ebba ebbe edith egil egon ejnar ejner ejvind elif elin eline elisabeth ella ellen
else elsebeth emil emilie emma emmy emre erik erika erling ernst esben esther eva evald fatima
filip finn flemming folmer frank frederik frederikke freja frida frode gerda gert gina gitte glenn
gorm grete grethe gry gudrun gunhild gunnar gustav hannah hanne hans harald harry hasan hassan
heidi heine helen helena helene helge hella helle henning henny henriette henrik herdis hjalmar
holger hugo ib ibrahim ida inge ingelise inger ingrid ira irene iris isabella isak ivan jacob jakob
jan jane janne jannie jannik jeanette jens jeppe jes jesper jesse jette jimmi jimmy joakim johan
johanne johannes john johnny jon jonas jonna josefine julie julius jytte jørgen jørn kaare kaj kaja
kamilla karen karin karina karl karla karoline kasper kathrine katja katrina katrine keld kenneth
kent kim kira kirsten kirstine kjeld klara klaus klavs knud konrad kristian kristina kristine
kristoffer kurt kåre lars lasse lau laura laurits laust layla lea leif leila lena lene lennart leo
leon leonora lilian lilly linda line linea linn linnea linus lis lisa lisbeth lise liselotte liv
liva lizette lone lonnie lotte louis louise luca lucas ludvig lukas lykke lærke mads magnus mai
maiken maja malene malou malte marcus maren margit margrete margrethe maria mariann marianne marie
marina marion mark markus marlene martha martin martine mathias mathilde matilde mattias max mehmet
melanie merete merle mette mia michael michelle mie mikael mike mikkel mikkeline milla mille minna
mira mogens mohamed mohammad mona monica morten muhammad my nadia naja nanna natalia natasja nete
nicklas nicolai nicoline niels niklas nikolaj nina noah noor nora nynne ola ole olga oliver olivia
omar oscar otto ove palle pauline peder pelle per pernille peter petra philip pia pil poul preben
ragnhild rasmus rebecca regitze rene rené rikke rita robert robin rolf ronnie rosa rosemarie rune
ruth saga sally sami samira samuel sana sander sandra sanne sara sarah sebastian selma sidsel signe
sigrid sigurd silas sille simon simone sine siri sisse siv sofia sofie solveig solvej sonja sonny
sophie steen stefan steffen stig stine stinne storm sune susan susanne sven svend søren søs tage
tanja tea ted teis tenna thea theis theodor therese thomas thorkild thorvald tim tina tine tobias
toke tom tommy tonni tonny torben torkild tove trine troels tue uffe ulf ulla ulrik ulrikke vagn
valdemar vera verner vibeke victor victoria vigga viggo viktor vilhelm villads villum villy viola
vita vivi vivian walter werner wilma yasin yasmin yusuf yvonne zahra zeynep åse øjvind
"""
_ENGLISH = """
aaron abigail adrian agnes aiden aisha alan alastair alfie alice alicia alison amanda amber amy
andrew andy angela anita ann anthony antonio april arjun arlo arun ashley audrey barbara beatrice
ben benjamin bernard beth betty beverly bill bob bradley brandon brenda brigitte bruce bryan callum
cameron carlos carmen carol carole caroline catherine cathy chad charles charlie chen chidi chloe
chris christopher ciaran cindy claire clive colin connor craig cynthia daisy darren dave dean
deborah debra declan deepak denis denise dennis derek diane dominic donald donna dorothy doug
douglas duncan dylan edward edwin eileen elaine eleanor elena eli elizabeth ellie emily eric ethan
eugene evan eve evelyn evie fatma finley fiona florence frances francis fred freya gabriel gareth
gary gavin geoff george gerald gillian glen gloria gordon grace graham grant greg gregory guy
harriet harry harvey hazel heather hector henry hiroshi holly howard hugh ian isaac isabel isla ivy
jack jackie jackson jacqueline jake james jamie janet janice jasmine jason jay jean jeff jeffrey
jennifer jenny jeremy jerry jess jesse jessica jill jim joan joanna joanne joe joel jonathan jordan
jorge jose joseph josh joshua josé joyce juan judith judy julia julian juliet justin karl kate
katherine kathleen kathryn kathy katie keith kelly ken kenji kerry kevin kimberly kumar kwame kyle
larry lauren laurence lawrence lee lei leonard lesley leslie lewis li liam lily ling liz logan
lorraine louis lucy luke lydia lynn malcolm marc marcel marco margaret marilyn mario marjorie marta
marvin mary mason matt matthew maureen megan mei melissa michaela miguel millie mohammed molly
nancy naomi natalie nathan neil ngozi niamh nicholas nick nicola nicole nigel noel nora norma olu
oscar owen pamela pat patricia patrick paul paula pedro peggy penelope phil philippa phillip phoebe
phyllis pierre poppy priya rachel rahul raj ralph ravi ray raymond rebecca rhys richard rick rob
roberta roger ron ronald rory rose ross rowan roy ruby russell ruth ryan sally sam samantha samir
sanjay scott sean sergio shane sharon sheila shirley sidney siobhan sophia spencer stacy stan
stella stephanie stephen steve steven stewart stuart sue sunita suresh suzanne sylvia tara ted
teresa terry theo theresa tiffany timothy tina toby todd tony tracy trevor tyler valerie vanessa
vernon veronica vikram vincent virginia wayne wei wendy will william yuki zach zoe zoë
"""
GIVEN_NAMES = word_set(_DANISH + _ENGLISH)
SURNAME_ENDINGS = ("sen", "gaard", "berg", "lund", "quist", "qvist")
PARTICLES = word_set("von van de der den af bin al el la le da di du dos ter ten zu zur y")
