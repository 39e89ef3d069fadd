"""Words and their weights; written by `tests/benchmarks/fit_sensitive_words.py`."""

from typing import Final

INTERCEPT: Final = -4.27
WORDS: Final = {
    -5.0: """
rhone
""",
    -4.5: """
parma vodka
""",
    -4.25: """
airbus debt eurasian reindeer whisky
""",
    -4.0: """
archers bosch bows burgundy char elemental grimm orbital rum sails turquoise
""",
    -3.75: """
bodo bow canary dirk fates indus lynx marko michel moritz oboe olivier sail soho zur
""",
    -3.5: """
alpine arrow bankruptcy blacksmith bladed bmw celine chef dortmund enamel hbo malaga marseille mcqueen moons mori orion
peugeot redhead sevilla slalom snowden stars thames vincenzo violins wines
""",
    -3.25: """
apartment archery atletico bile blanca braid canadiens charcoal cosmos croft curran denim entropy favourites fjord
greenland guitarist guitars hermes herrera indigo jarvis leather leopard loan luc markus mohawk molina oblivion olympus
pyrenees rocket rue rune rust ryder sapphire seasons shang sirius skipper steak tequila vowels zurich
""",
    -3.0: """
alba antwerp archer asteroid astros avalon axe balthazar barley berries bordeaux bowed brands carmen cats chefs
chevalier clarkson clermont comet distillery element elm emilia euro euros gable gerard gm grenades harald harp honda
hotels iberian jean jerseys lena mandolin meteor michele mikhail moi nakamura orchard raven remy robb rockets rook
rustic sash sasha spectral styx superstar suzuki sylvie tyres valkyrie vertices viking wainwright wine wool yacht
yamaha
""",
    -2.75: """
ajax alexandre alexei alexis apollo arsenic art atv bargain basalt beers bela belarusian blade blades blazers
blockbuster blush bolts bourgeois brig brody buick charlamagne charred christoph cobalt corsica dani dario darts deer
descendant diamonds domino emerald emilio emirates englishman eurovision eyebrow fender ferries ferry filly finch
frenchman frontman giro grenade hector hepatitis iconic ingredient iris jade jason johnny kamen kobayashi lana latvia
latvian ley luz macy magma maia mallory manfred marina matrices mavericks merchant meyer milano mitsubishi monroe moor
nhl nik noir noodles octave oliver olympic operas orb orbit orioles pear peat pigment plumage rainer ravens ravi rei
ronin rower royale rusty sailing sakura salmon salsa sawmill scandinavian scorpion seine seville skier soyuz spaniards
sparrow star striker tess thrust vote vowel voyages warehouse wavelength winter yao zeppelin
""",
    -2.5: """
adriatic amsterdam aperture ark arrival arrows artemis asahi aubrey avenge bag barges bieber bjorn bowie bowl broadway
carney chandler chestnut covent creditors dresden eels elle europa fabrics favourite flap flavour fresco goblin
guitarists handel heidi henley highland holm hue infrared juno klaus laird lara limo maison matteo midi mirage moon
move nfl norse north oil operatic ore origin originals orthogonal pasta peacock pegasus propulsion puck purchase ramon
relegation rental rents rihanna rovers ruby runes samurai savoy sebastien selena shades shaman skiing slade sloop sofie
store stripe sunglasses suppliers sustainability tchaikovsky thierry titanic tolkien uber ukraine une vane violin
violinist vladimir volga winery yarn zebra zee
""",
    -2.25: """
acquire amber apple bankrupt bird boat boots bought brand bryan buyer cocktail cruise delicious designer engine foods
france gifts girls gives grill horror hotel ignition jeans jeep knives load luxury make motors offer orders paris
product rent row ruin screenwriter shareholders solo suit sun super supplier titanfall toledo tribe wood xbox
""",
    -2.0: """
accused airlines artists avengers bachelor bear begins biles billionaire birds blake blaze bossy bug buying buys carbon
carey cars casino cast chip cooking credit deals delivery diamond dish dishes dogs duet elephants engines environmental
eric europe european eve falcon free fruit hatch horse ice imports infinity iron japanese johnson keibler liv mars
metals meyers mick midnight milan movie movies mysterious odyssey olympians orange our paint payment payments pobre
rebel revenge riders road root roots russian sandberg season shanghai ship shops singers sings skin solar speed spider
sweater throne wash washing weisselberg winds wolf woodley yellow
""",
    -1.75: """
acquiring added alcohol aliens ariana arizona arrive arrives artist away bank beds binary birth birthday bottles
boyfriend breach but buy cards cargo charlize chips clothing club customer dealings debuting debuts demand designers
door doors dragons dreams drilling edward eggs fannie fate filming goods hair halloween haunt heating hole hollywood
houston how idaho idol italy jaguars jamie japan jeanine jewelry jimmy kobe leaving legends lender loans maker
manchester mask mate merge merger metal michael mills mining moonshot necklace neil nothing ocean offers oh olympics
omicron operator or order ordering ownership pablo pizza planet players potatoes price quarterback recipes remake renee
restaurant retailer ridership ring rings river rover satellite shipping ships sing snl snow stark starring starts
stocks string studio stunt tesla timberlake tokyo tribes virgin wave windshield workout
""",
    -1.5: """
aaron adventure agreement allegedly anglo anyone anything armstrong arriving auditions banana become bengals bikini
brexit brooks bros cain cardi cat chairs challenger champion charge cherokee climate clothiers colorado contract
contractors cook cuomo currency dallas daniels dark delay delivers deniers destinations discount dream drinks eagle
eavesdropping emily ends epic equity etsy exchange exchanges firms flappy fleetwood flip freddie french ghost go golf
google grain grey guide heated hint honey hunter hunters indie industrial infection investors ios jack jackets jenner
johansson jolie jon khloe kimmel landing lehman lewis lindsay live look lynch machinery manchin market master materials
meat merch miley millionaire musical native nba netflix nightclub operators owe owned pay peek picks pirates potato
prime privacy process propose pulls recession rentals reputation resorts restaurants rocks rowers russia safety sale
sells shailene sheeran shop shopping singing snowboarder soccer son songs spring starred steel stephen stores street
subpoenaed subpoenas sum sundar sxsw tenants thanks thrones trailer tricks twist vehicle vessel wait wardrobe watch way
world wow zeidan
""",
    -1.25: """
abroad accent aeo album alleging andy angels apologizes athlete back bad band beef bets beyonce bitcoin bloody bloom
boe brothers burger business buyers camila cannabis car card celebrity chain chains chemical chemistry chesney
christmas chrysler classes co comcast companies conditions contractor cookbook costs crackdown crash create creates
creepy cressida crew dancer default degrasse dennis departure disappointing dodgers dragon drake dropping earnings
eddie eldest elon emissions encounter england entrepreneur environment error eu eviction face factory fame fans fashion
fault federer finale fire flavor food forever fossil four fuels garden gear germany getting gig grabs grills groping
gustin hamilton hart helicopter herbalife high homeless honeymoon housing hunt icy idris injury inspector instagram
introduces iphone ipod jerome jetblue jets joins kit la labor lakers lando lands lashes laundry lawsuit lebron libyan
light line lizzo london makeup manufacturing mar mark masayoshi masters meadows miami mine mlb mob motor municipal
musicals mystery nail night noah nordstrom nowhere noyer numbers ohio open opening osterholm ousts owner palm passenger
performance photographer pitcher ponomusic premiere prices princess production property rabbit react rebels recall
receiver returns rice riding risks rivals rodgers sales sandler sandwich saw scenes seats seattle seed seven shame
sheryl shine shots shuttle siege soaring soleimani song sound space stallion starting startup steal steam stock stole
stormy stranded streaming suited sweaters teammate teeth third thread ton tonight trading transport tree tribal triple
tutorials tyler unemployment urban vegas venture verizon version very vessels volleyball watches weapon weigh weight
westeros whales why wild wildfire woo woods wwe zac zealand zero
""",
    -1.0: """
accident actors adele ago anna application ar awful bacon bar bears beauty belgian billy blinken bounty camera carrier
chaori charges cleaning coats collapse commerce condoleezza contestant copper corden corporation craft creators
customers derail destroy during economies el exports famed fantasy fell film furious gallon girl glass globe gold guest
harbor harrison harvest have hawaii herself hints hire home hong hosting immigrant immigrants inch incredible
incredibly initial italian jan jeffrey jet juan kiebler legend looked lunar magical maria markets material migrant
mistake musk naked nasa never nobody now nyc o off oteri painted pick piracy plush pono possibility pound preview
python ray receive residency reynolds rob rock roe saga samsung sea sink sinks slow spinning sprint stamp start stylish
subway surprises sussex swift systems teaser they thing tiffany top trick trips two tyson universe update upgrade us
using valukas vehicles via vision wage wildfires zelensky zoom
""",
    1.0: """
aapl activity addressed addressing adulthood afghanistan angry appeals as attempted australian balance becoming biden
bombshell bon botched candidate cases chuck coast cohen collins committee condemn confessed considers convention
conversation corruption country courts cried cut days decade declared declares defensive deputy dig director disgusting
display disruption divide divided doing drives editorial electronic exercise expert farmers fatal felt fever focus
gambino general hacked harlem hat hearing here highs holds hurt if ill immediately increasingly insisted iowa jada
jared jay jury keeping killing laden laid laughing laughter laws legal libya lincoln list logging loose mississippi
month most mostly much museum nguyen november ongoing online parnas pennsylvania peter petition pink pleads pretend
primary prisoners proud pushed qualified quarantine quit recognize refused refusing released reminders representation
requires responded restored restrictions retirement retreat rico sat serious served sexually shouldn significant smith
snuck someone spokesman steve stick strategy successful suffering suggests supported survives think threatens timeline
tired traffic trainer uncomfortable undermine understand unveils ups veteran virus white wing years
""",
    1.25: """
a abc ability abused accountable accurate acted acts admitted ads affidavit ag against age aggressively alike amtrak
amy and anderson anonymous answer answered appointment arguing army article articles assaulted assistant attack backed
bash battles beat blocked blocks boasted bombing bra brett bureau california called calls capital cash cell changing
chilling christian circle comedian comic common concrete conduct conference confidential confront congress consider
contributions controlled controversy conversations convicted cool could critical crowds cultural culture daily davidson
decades defending democratic devoted discrimination disneyland disrupt diversity dna documentary docuseries don
effective expressed festival filled fit forceful forum fought georgia goldberg gone government graham groups grown
guidance habits harassed harsh harvey haven held his historic honored hosted hot hq important incident initiative
insist involved irritated issues it jerry joe journalist journey judge junior justices kathleen kentucky kissing
labeled leadership leaning learned learning leave legacy lieutenant limits lindsey love loved male marathon marijuana
marriage mayor mccarthy measure measures media meet mocks mood nationalist needed nets newsmax nomination noted
numerous obvious officer opinion opposed organizers ourselves outrageous oval pace paper pat patients perdue
philadelphia physician places pledged poised poses powers praised prescription president prosecutors protect protecting
protests pundit push pushing questioned radical ran ranted rants recruits reelection reflects registration regulations
regulators remind report represent republican reserve respect responds responses rolling roughly rudy sanctions
saturday scandals scope scrutiny secret semitism sense sentinel seriously shirt shocking shutdown sick signaled sitcom
sites small solution some spoke squad stan staying stories struggles struggling stuck sue supports survivors suspects
switch task teen telling temperatures terrorist these thinks thought threatening tight unfair university urge ve
verdict video vowed walk was went when willing wilson worked wounded writes you
""",
    1.5: """
abortions accessibility accountability activities aid aids alabama alexandria allow allowing americans ann argued
attend ban baptist barrier beating billboard block bold booker briefings busy calling campaigns cancer causing
celebrated centers challenges chavez checks circuit citizen citizens closely coffee colleagues comedy commemoration
commissioner commitment comprehensive concern congresswoman contempt conviction counted counts day defamation democrat
dependence depression details disabled discussed districts diverse doctor doug down elected endorsed experts extreme
facility fair fat feds feminist fest fi fidelity finally fines focused funds funny futures gina giving grandmother
groundbreaking hacking hard headed healthy henry honor hopeful host hurdles imprisonment inappropriate indiana
inflation influential infrastructure inmates inspire jill jim joseph journalists justified justify karen kid lance
least let lethal lives lobbyist lying mad manafort managed matters mcconnell might monuments mouse nancy nationalism
news newspaper no nominated non nsa opposing others palestinian parenthood partisan patterson paula peace pence penned
pilot plastic positive posted poverty praise prevention primaries promote prosecute protected protections protective
punishment pushes questions reads reform remember reporting response retired rushed san senators set shared sheriff
shooting sitting speaking speaks spirit sponsored standoff strategies studies supporter supporters surge sweet system
tablets targets teaching tech temporary tensions testimony texas thanked thomas touching tough trafficking tried try
twitter unconstitutional unfounded urging vaccines violent voters walker walter weren worry yale yemen
""",
    1.75: """
abbott able abuse advisers affecting aide allowed america annual answers approved argues arrest association attention
aug august baseball bathroom behavior believe bernie bias biased bipartisan black blocking bomb brad brennan bubble
busts candidates capacity catholic cited citing college comedians commission concerned conducted confederate
conferences conspiracy constitution consultant coverage cure cyber dead deaths defend democrats devices difficult
disabilities disagree do done donor dress engage engagement epa equality evans facts fda fighting figures find forces
former frances fred freedom from funding gap gathered gathering gender give goldman ground harder harm hearings hillary
ignore incumbent intelligence irony jail jamal jokes judges justice kendrick known lebanon legislation losing madison
manning maryland may mccain meant meek months motivated mueller network nixon nuclear organization outraged park pause
peaceful perhaps planning played plea pledge policies polls praises pregnancy progressive quipped rant reforms relying
representative representatives required restore ruled rules running rush say screen see senate sentence sexy sharing
slides speech spent square struggle students subsidies susan suspected syndrome table talked talking targeted targeting
teacher terminal tested testified tests threatened threats toward training trial trust tweet upset vermont violence
voter warren wellness west where wonder
""",
    2.0: """
abortion actual adviser agencies aims ap appropriate arrests attended attending banned ben blaming briefing buzz
catholics celebration challenge civil cleared clinic column commentary convictions cooling criticizing crowded dad dc
defended defying dignity duke effort embraced empowerment endorsement enforcement enough executive fatally genius got
heels hospitalized ignoring indicted indictment insulted isolation jessica jr little lobbying long marjorie medical
memorial mental officials overwhelmed parks passes patrol personality pressured priorities prison professor properly
pruitt published relieve reminder restrict ruling saudi scott sen sept serve stacey staff stimulus tens terrorism
testing threaten through told took trudeau urged vaccine viral washington worried worries year
""",
    2.25: """
advocates aggressive armed asked banning bill blessed campaigning caucus celebrating children community condemning
controversial credible cruz debate desk detained did distraction doctors dr efforts enforce ethics evangelical feel
female figure gave hacks happiness headline help heroes hospital joked judiciary june kill larry latino legislative
legislature moderate not organized oversight pacific pageant patriotic plan policy politics pride publicly pulitzer
rallies remarks slams smartphone spreading stance stand standing states study supporting systemic taxpayers those trans
treasury triggered warns week wife would
""",
    2.5: """
act ad advisory afb agenda amendment andhra anxious archbishop authorities autism bishopric bonnie brain brief broadly
calm cannes caps caring challenged chancellor checkpoint cia clarence communities congregations congressional
connecticut corporal costello cpac critically criticized detention dignitaries discipline donated donors educate
efficacy esq essay federation folks forcibly francisco fund greg guam harding helped history hormones husband
importance inauguration joking journalism kennedy kumar leading liberal loving masks ministerial mitch naacp naia
neurological passed poking political politicians presidents promoting propaganda provost psychiatry quota quotes
randolph reassure recited relief reminding repeal respected rigorous rounding run said salute seriousness settlement
slated smartphones societal spearheaded statewide swansea tasmania teach therapy tina tolerance verses veterans wars
ways wry
""",
    2.75: """
abdul activist activists advocate aiding airfields assessing authority benign bernstein brave briefs bullying busted
calmed calmly campaigned cartoonist central championed childish columnist commentaries compassion congressman
containment counsel counselor daddy debating deemed deposed diagnosis diocesan discouraged dona donald donate donations
enacted endowed fathers fig florida flourishing foundation francis frankly functioning gabrielle gatherings gazette
governing homework ideological intellectuals itf joanne legislator legislatures levin lgbtq luther mcguire mcmillan
mealtime memo mock monument morals nadu nehru norms numb nur obeyed opined org outrage pacing padded parent parental
peacefully peggy philanthropist phones planner politician populace preparing presidency program prohibiting
psychological put questioning reasoned regulate regulates repealed respecting restrain sanity scientology sensible
spike spreads statue stress stressed stuart supervising synod tasmanian teachers telangana thayer trusts turnout urges
virginia
""",
    3.0: """
adjunct administer administrator anxiety appointments arlington authoritarian benevolent bharatiya carlson cause
chaired cheney childless clergy clergyman compassionate coping corpus csa dictatorship diocese disciplined encouraged
facilitate facilitating families fascist fed flu guantanamo headlines honoring huffington influencing intervene
justification kathmandu kayla leftist legislators libertarian mandates minds mussolini neuroscience neutrality openly
oversaw oversees pac panchayat pastor planners policing politically pradesh presiding proclamation queer readiness
reassuring reforming regulating rule sabha salman secretary senator shri shrugged skepticism spread staffed
standardized swelled sympathetic theodore tolerate vernon welfare
""",
    3.25: """
activism administration administrations advocated alzheimer bihar brains bravery caf cares cdc chaplain clerical
conservative conservatives consultative coulter courageous diagnosed dioceses dudley encouragement encourages
encouraging faa force freedoms governmental governor governors gubernatorial helping homosexuality interventions
liberals mobilization mobilized mocked mocking morale nepali nonprofit overseen pamphlets pinkett pol presided quezon
sane sarcasm sarcastic satirical seminary state stops taxpayer tennessee visitation volunteer volunteers wendell
""",
    3.5: """
administering administrators bureaucracy burke capitol charitable coa cops counseling cynical dementia empathy
figurative funk govern instituted janata law lgbt liberties mandate meeting miles mustered psychology pulpit rhetoric
supportive tucker vargas
""",
    3.75: """
advocating cnn deputies facilitated gay gov intervening lectured pamphlet philanthropic philanthropy pope psychologist
tweets volunteered youth
""",
    4.0: """
convened distracted fairfax fascism fcc funniest mandated subcommittee
""",
    4.25: """
advocacy bust fbi intervened liberalism lobbied mentally parents prelate psychologists ted therapist
""",
    4.5: """
federal federally govt reagan trump
""",
    4.75: """
transgender women
""",
    5.0: """
kids parenting
""",
}
