"""Given names and surname endings: a hint that two words are a person, never a condition."""

from knowledge.deck.wording import word_set

_DANISH = """
aage adam agnete ahmad ahmed aksel albert alberte alex alexander alfred ali alma amalie amir anders
andrea andreas ane anette anita anja ann anna anne annelise annemarie annette annika arne arthur
asger asta astrid august aya bent bente berit bettina bia birgit birgitte birte birthe bjarke
bjarne bjørn bo bodil brian britt britta børge camilla carina carl carla carsten casper cecilie
charlotte christel christian christina christine christoffer claes claus clara connie dan daniel
daniella david ditte diana dorte dorthe dorthea ebbe ebba edith egon ejner elin eline elisabeth
ella ellen else elsebeth emil emilie emma emmy erik erika erling ernst esben esther eva fatima
filip finn flemming frank freja frida frederik frederikke frode gerda gert gitte grete grethe
gudrun gunnar gustav hanne hannah hans harald harry hasan hassan heidi helen helena helene helge
helle henning henriette henrik herdis hugo ib ibrahim ida inge ingelise inger ingrid ira irene
iris isabella ivan jacob jakob jan jane janne jannie jannik jens jeanette jeppe jes jesper jette
jimmi jimmy joakim johan johanne johannes john johnny jon jonas jonna josefine julie julius jytte
jørgen jørn kaj kamilla karen karin karina karl karla karoline kasper katja katrine keld kenneth
kent kim kira kirsten kirstine kjeld klara klaus knud konrad kristian kristina kristine kristoffer
kurt lars lasse laura laurits lea leif lena lene lennart leo leon leonora lilian lilly line linda
linea linnea linus lis lisa lisbeth lise liselotte liv lone lonnie lotte louis louise luca lucas
ludvig lukas lykke lærke mads magnus maiken maja malene malte marcus maren margit margrethe maria
mariann marianne marie marina marion mark markus martha martin martine mathias mathilde matilde
mattias max melanie merete merle mette mia michael michelle mie mikael mike mikkel mikkeline milla
mille minna mira mogens mohamed mohammad mona monica morten muhammad naja nanna natalia natasja
nicolai nicoline niels nikolaj nina noah noor nora ola ole oliver olga olivia omar oscar otto ove
palle pauline peder per pernille pelle peter philip pia poul preben rasmus regitze rebecca rene
rené rikke rita robert robin rolf rosa rune ruth sally sami samuel sander sandra sanne sara sarah
sebastian selma signe sigrid sigurd silas simon simone sine siri sofia sofie sophie solveig sonja
stefan steen steffen stig stine storm sune susan susanne svend søren søs sille tage tanja tea teis
ted tenna thea theis theodor therese thomas thorkild thorvald tim tina tine tobias tom tommy tonny
torben tove trine troels tue uffe ulf ulla ulrik ulrikke valdemar vera vibeke victor victoria
viggo vigga viktor vilhelm villads villy vivi vivian walter werner wilma yasmin yusuf yvonne zahra
øjvind åse
"""
_ENGLISH = """
aaron abigail adrian agnes aisha alan alastair alice alicia alison amanda amber amy andrew andy
angela ann anthony antonio april arjun arun ashley audrey barbara beatrice ben benjamin bernard
beth betty beverly bill bob bradley brandon brenda brigitte bruce bryan caroline carol carole
carlos carmen catherine cathy chad charles charlie chen chloe chris christopher cindy claire
clive colin connor craig cynthia daisy darren dave dean deborah debra denis denise dennis derek
diane dominic donald donna dorothy doug douglas duncan dylan edward edwin eileen elaine eleanor
elena eli elizabeth emily eric ethan eugene evan evelyn fatma fiona florence frances francis fred
gabriel gareth gary gavin geoff george gerald gillian glen gloria gordon grace graham grant greg
gregory guy harriet hazel heather hector henry howard hugh ian isaac isabel isla ivy jack jackie
jacqueline jake james jamie janet janice jason jay jean jeff jeffrey jennifer jenny jeremy jerry
jess jesse jessica jill jim joan joanna joanne joe joel jonathan jordan jorge jose josé joseph josh
joshua joyce juan judith judy julia julian juliet justin karl kate katherine kathleen kathryn
kathy katie keith kelly ken kerry kevin kimberly kumar kyle larry lauren laurence lawrence lee lei
leonard lesley leslie lewis li liam liz lorraine louis lucy luke lydia lynn malcolm marc marcel
marco margaret marilyn mario marjorie marta marvin mary matt matthew maureen megan mei melissa
michaela miguel mohammed molly nancy naomi natalie nathan neil nicholas nick nicola nicole nigel
noel norma oscar owen pamela pat patricia patrick paul paula pedro penelope peggy phil philippa
phillip phyllis pierre priya rachel rahul raj ralph ravi ray raymond rebecca rhys richard rick
rob roberta roger ron ronald rory rose ross roy russell ruby ryan sally sam samantha sanjay scott
sean sergio shane sharon sheila shirley sidney sophia spencer stacy stan stella stephanie stephen
steve steven stewart stuart sue suresh suzanne sylvia tara ted teresa terry theresa tiffany
timothy tina todd tony tracy trevor tyler valerie vanessa vernon veronica vincent virginia wayne
wendy will william yuki zoe zoë
"""
GIVEN_NAMES = word_set(_DANISH + _ENGLISH)
SURNAME_ENDINGS = ("sen", "gaard", "berg", "lund", "quist", "qvist")
PARTICLES = word_set("von van de der den af bin al el la le da di du dos ter ten zu zur y")
